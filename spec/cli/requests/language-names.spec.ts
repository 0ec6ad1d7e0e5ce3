import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spelling } from '../../../cli/requests/language-names.js';
import { startMockBackend, type RunningMockBackend } from '../../../mock-backend/index.js';
import { heygenRx } from '../support/command-line.js';

const KNOWN = ['French', 'French (France)', 'German', 'Spanish (Spain)', 'Chinese (Mandarin, Simplified)'];

it.each([
  ['French', 'French'],
  ['french', 'French'],
  ['SPANISH (spain)', 'Spanish (Spain)'],
  ['spanish spain', 'Spanish (Spain)'],
])('%s is spelt %s', (name, spelt) => {
  expect(spelling(name, KNOWN)).toBe(spelt);
});

it.each([
  ['Frnch', 'did you mean "French"?'],
  ['Germann', 'did you mean "German"?'],
  ['Spanish', 'did you mean "Spanish (Spain)"?'],
  ['Chinese', 'did you mean "Chinese (Mandarin, Simplified)"?'],
  ['Klingon', '`heygen-rx languages` lists all'],
  ['fr', 'did you mean "French"?'],
  ['', '`heygen-rx languages` lists all'],
])('%s is refused: %s', (name, hint) => {
  expect(() => spelling(name, KNOWN)).toThrow(`Cannot translate: HeyGen has no language "${name}"; ${hint}`);
});

let backend: RunningMockBackend;
beforeAll(async () => {
  backend = await startMockBackend({ processingMs: 20, seed: 7, heygen: { apiKey: 'good' } });
  // The first request of a process takes longest, and the command waits for the list for 5 s only.
  await fetch(`${backend.url}/health`);
});
afterAll(() => backend.close());

const translate = async (...languages: string[]) => {
  const args = ['translate', 'https://example.com/a.mp4', '--languages', ...languages];
  const env = { HEYGEN_BASE_URL: backend.url, HEYGEN_API_KEY: 'good' };
  const run = heygenRx(args, { env });
  return { exitCode: await run.exitCode, stdout: run.stdout(), stderr: run.stderr() };
};

it('translate suggests a name and creates nothing', async () => {
  expect(await translate('French', 'Germn')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'Cannot translate: HeyGen has no language "Germn"; did you mean "German"?\n',
  });
  expect(backend.app.jobs.created).toBe(0);
});

it('translate accepts a name in any case', async () => {
  const { exitCode, stdout } = await translate('german');
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^✔ German /m)]);
});

it('translate works without the list', async () => {
  backend.app.faults.push({ kind: 'status', status: 503, on: 'GET /v3/video-translations/languages' });
  const { exitCode } = await translate('French');
  expect(exitCode).toBe(0);
});

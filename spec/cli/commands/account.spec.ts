import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startMockBackend, type RunningMockBackend } from '../../../mock-backend/index.js';
import { heygenRx } from '../support/command-line.js';
import { serve } from '../support/serve.js';

let backend: RunningMockBackend;
beforeAll(async () => {
  backend = await startMockBackend({ processingMs: 600_000, seed: 7, heygen: { apiKey: 'good', quota: 9 } });
});
afterAll(() => backend.close());

const atHeygen = async (...words: readonly string[]) => {
  const env = { HEYGEN_BASE_URL: backend.url, HEYGEN_API_KEY: 'good' };
  const run = heygenRx(words, { env });
  return { code: await run.exitCode, stdout: run.stdout(), stderr: run.stderr() };
};
const newTranslation = async (): Promise<string> => {
  const response = await fetch(`${backend.url}/v3/video-translations`, {
    method: 'POST',
    headers: { 'x-api-key': 'good', 'content-type': 'application/json' },
    body: JSON.stringify({
      video: { type: 'url', url: 'https://example.com/talk.mp4' },
      output_languages: ['French'],
    }),
  });
  const { data } = (await response.json()) as { data: { video_translation_ids: [string] } };
  return data.video_translation_ids[0];
};

it('list aligns wide characters, and leaves out a date that is invalid', async () => {
  const data = [
    { id: 'a', status: 'completed', created_at: 1e15, output_language: '日本語', title: 'One' },
    { id: 'bb', status: 'running', created_at: 1_764_000_000, output_language: 'French', title: 'Two' },
  ];
  const server = await serve(() => [200, { data, has_more: false }]);
  const run = heygenRx(['list'], { env: { HEYGEN_BASE_URL: server.url, HEYGEN_API_KEY: 'k' } });
  expect([await run.exitCode, run.stdout()]).toEqual([
    0,
    'a   completed                        日本語  One\nbb  running    2025-11-24 16:00 UTC  French  Two\n',
  ]);
  await server.close();
});

it('account prints whose key it is, and the balance', async () => {
  expect(await atHeygen('account')).toEqual({
    code: 0,
    stdout: 'mock-account, mock@example.com\nprepaid, 9 credits left\n',
    stderr: '',
  });
  const { stdout } = await atHeygen('account', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ billing: { type: 'wallet', remainingBalance: 9 } });
});

it.each([
  [
    {
      billing_type: 'subscription',
      subscription: { plan: 'pro', credits: { premium_credits: { remaining: 3, resets_at: '2026-12-01' } } },
    },
    'plan pro, 3 premium credits left until 2026-12-01',
  ],
  [
    {
      billing_type: 'usage_based',
      usage_based: {
        included_credits: 10,
        remaining_credits: 4,
        spending_current_usd: 1.5,
        spending_cap_usd: 20,
      },
    },
    'billed by usage, 4 of 10 included credits left, 1.5 USD of at most 20 spent',
  ],
  [
    { billing_type: 'wallet', wallet: { currency: 'usd', remaining_balance: 12.5 } },
    'prepaid, 12.5 USD left',
  ],
  [{ billing_type: 'wallet', wallet: { currency: 'usd' } }, 'prepaid, balance unknown'],
  [{ billing_type: 'wallet', wallet: { remaining_balance: 3 } }, 'prepaid, 3 left'],
  [{ billing_type: 'usage_based', usage_based: { spending_current_usd: 2 } }, 'billed by usage, 2 USD spent'],
  [{ billing_type: 'subscription', subscription: { credits: { premium_credits: {} } } }, 'plan unknown'],
  [{}, 'balance unknown'],
])('account prints %j', async (billing, line) => {
  const server = await serve(() => [200, { data: { username: 'me', email: null, ...billing } }]);
  const run = heygenRx(['account'], { env: { HEYGEN_BASE_URL: server.url, HEYGEN_API_KEY: 'k' } });
  expect([await run.exitCode, run.stdout()]).toEqual([0, `me\n${line}\n`]);
  await server.close();
});

it('update changes the title', async () => {
  const id = await newTranslation();
  expect(await atHeygen('update', id, '--title', 'Talk, French')).toMatchObject({
    code: 0,
    stdout: `Renamed ${id} to "Talk, French".\n`,
  });
  expect((await atHeygen('list')).stdout).toContain('Talk, French');
});

it('delete deletes all that it can, and says what it cannot', async () => {
  const [one, other] = [await newTranslation(), await newTranslation()];
  const { code, stdout, stderr } = await atHeygen('delete', one, 'nobody', other, '--yes');
  expect([code, stdout]).toEqual([1, `Deleted ${one}.\nDeleted ${other}.\n`]);
  expect(stderr).toMatch(/^DELETE .*nobody returned 404/);
  expect((await atHeygen('list')).stdout).not.toContain(one);
});

it('delete deletes each translation once, however often it is named', async () => {
  const id = await newTranslation();
  expect(await atHeygen('delete', id, id, '--yes')).toEqual({
    code: 0,
    stdout: `Deleted ${id}.\n`,
    stderr: '',
  });
});

it('delete has succeeded if its response was lost and the translation is gone', async () => {
  const id = await newTranslation();
  backend.app.faults.push({ kind: 'reset', on: 'DELETE', when: 'after' });
  const { code, stdout, stderr } = await atHeygen('delete', id, '--yes');
  expect([code, stdout, stderr]).toEqual([
    0,
    `Deleted ${id}.\n`,
    expect.stringMatching(/; attempt 2 of 4 in 20 ms\.\n$/),
  ]);
});

it('delete has not succeeded if it was never carried out', async () => {
  backend.app.faults.push({ kind: 'status', status: 429, on: 'DELETE' });
  const { code, stdout } = await atHeygen('delete', 'nobody', '--yes');
  expect([code, stdout]).toEqual([1, '']);
});

it.each([
  [['delete', 'a'], 'Cannot delete: add --yes; a deleted translation cannot be restored\n'],
  [['delete', 'a/b', '--yes'], 'Cannot delete a job: job id must be'],
  [['update', 'a'], "error: required option '--title <text>' not specified\n"],
  [['update', 'a/b', '--title', 't'], 'Cannot rename a job: job id must be'],
  [['download', 'a/b'], 'Cannot watch a job: job id must be'],
  [['download', 'a', '--only', 'film'], "error: option '--only <kind...>' argument 'film' is invalid"],
])('%j is refused before a key is needed', async (words, sentence) => {
  const run = heygenRx(words);
  expect([await run.exitCode, run.stderr()]).toEqual([2, expect.stringContaining(sentence)]);
});

it.each([['account'], ['update', 'a', '--title', 't'], ['delete', 'a', '--yes'], ['download', 'a']])(
  '%s needs a key',
  async (...words) => {
    const run = heygenRx([...words, '--json']);
    expect(await run.exitCode).toBe(3);
    expect(JSON.parse(run.stderr())).toMatchObject({ error: { code: 'no_credentials' } });
  },
);

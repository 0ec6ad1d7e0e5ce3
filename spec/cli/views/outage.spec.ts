import { expect, it } from '@jest/globals';
import { startMortalBackend } from '../../helpers/mortal-backend.js';
import { heygenRx } from '../support/command-line.js';

const LANGUAGES = ['French', 'German', 'Dutch'];

/** Watches three jobs while their backend is killed and restarted on the same port; it goes on until `trouble` was printed. The jobs end unseen meanwhile. */
async function throughAnOutage(flags: readonly string[], trouble: RegExp, isTTY = false) {
  const backend = await startMortalBackend({ processingMs: 600_000, seed: 7 });
  const run = heygenRx(['translate', 'v', '--languages', ...LANGUAGES, '--base-url', backend.url, ...flags], {
    isTTY,
  });
  await run.says(/(created[^]*){3}/);
  await backend.kill();
  await run.says(trouble);
  for (const { id } of backend.app.jobs.list()) backend.app.jobs.settle(id, 'completed');
  await backend.revive();
  const exitCode = await run.exitCode;
  const { created } = backend.app.jobs;
  await backend.kill();
  return { exitCode, created, stdout: run.stdout(), stderr: run.stderr() };
}

/** The second time, the circuit has opened. */
const ONCE_MORE = /Cannot reach http[^]*Cannot reach http/;

it('says what happens while the backend is down, then recovers: nothing lost, nothing duplicated', async () => {
  const { exitCode, created, stdout, stderr } = await throughAnOutage([], ONCE_MORE);
  expect([exitCode, created]).toEqual([0, 3]);
  expect(stderr).toMatch(/^Cannot reach http:\S+: connection \w+ \(\w+\), retrying in \d+ ms\.$/m);
  expect(stdout).not.toContain('Cannot reach');
  expect(stderr.match(/The service is responding again\./g)).toHaveLength(1);
  for (const language of LANGUAGES) expect(stdout.match(new RegExp(`✔ ${language} `, 'g'))).toHaveLength(1);
});

it('reports it in --json too', async () => {
  const { exitCode, stdout } = await throughAnOutage(['--json'], /("trouble"[^]*){6}/);
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { type: string; status?: string });
  const count = (type: string, status?: string) =>
    lines.filter(line => line.type === type && line.status === status).length;
  expect([exitCode, count('created', 'pending'), count('status', 'completed')]).toEqual([0, 3, 3]);
  expect(count('trouble')).toBeGreaterThan(0);
  expect(count('recovered')).toBeGreaterThan(0);
});

it('shows it below the live lines', async () => {
  const { exitCode, stdout } = await throughAnOutage([], /! retrying[^!]*: cannot reach/, true);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/! retrying(?: in \d+ s)?: cannot reach http:\S+: connection \w+ \(\w+\)/);
});

it('creates once, even if the backend is down at first', async () => {
  const backend = await startMortalBackend({ processingMs: 20, seed: 7 });
  await backend.kill();
  const run = heygenRx(['translate', 'v', 'w', '--base-url', backend.url]);
  await run.says(/Cannot reach/);
  // A single failure is enough here: the URL may be wrong.
  expect(run.stderr()).toMatch(
    /^Cannot reach http:\S+: connection refused \(ECONNREFUSED\); retrying for up to 1h\.\n/,
  );
  await backend.revive();
  expect(await run.exitCode).toBe(0);
  expect(backend.app.jobs.created).toBe(2);
  await backend.kill();
});

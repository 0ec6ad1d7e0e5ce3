import { expect } from '@jest/globals';
import { startMockBackend, type RunningMockBackend } from '../../../mock-backend/index.js';
import { heygenRx } from './command-line.js';

/**
 * A worker and several commands at one database: the first creates and is interrupted, the second one, which the first has printed, follows to the end; then the jobs are forgotten.
 * What it prints never contains `secret`.
 */
export async function durableStory(databaseUrl: string, secret: string): Promise<void> {
  const backend = await startMockBackend({ processingMs: 600_000, createMs: 0, seed: 7 });
  try {
    await storyWith(backend, databaseUrl, secret);
  } finally {
    await backend.close();
  }
}

async function storyWith(backend: RunningMockBackend, databaseUrl: string, secret: string): Promise<void> {
  const env = { HEYGEN_RX_DATABASE_URL: databaseUrl };
  const worker = heygenRx(['worker', '--base-url', backend.url], { env });
  const first = heygenRx(
    ['translate', 'v', '--languages', 'French', 'German', '--database-url', databaseUrl],
    { env: {} },
  );
  await first.says(/(: created as[^]*){2}/);
  first.interrupt();
  expect(await first.exitCode).toBe(130);
  expect(first.stderr()).toContain(
    'Stopped watching; the durable watches continue. Continue watching with:\n',
  );

  const [, command = ''] = /^ {2}heygen-rx (.*)$/m.exec(first.stderr()) ?? [];
  const [name, one, other, ...flags] = command.split(' ');
  expect([name, flags.slice(0, 2)]).toEqual(['watch', ['--durable', '--database-url']]);
  for (const { id } of backend.app.jobs.list()) backend.app.jobs.settle(id, 'completed');
  const second = heygenRx([name!, one!, other!, '--durable', '--base-url', backend.url], { env });
  expect(await second.exitCode).toBe(0);
  expect(second.stdout().match(/✔/g)).toHaveLength(2);
  expect(backend.app.jobs.created).toBe(2);

  // Named with the URL of another service, nothing is stored or created.
  const wrong = heygenRx(
    ['translate', 'w', '--languages', 'French', '--base-url', 'http://127.0.0.1:2', '--durable'],
    { env },
  );
  expect(await wrong.exitCode).toBe(1);
  expect(wrong.stdout()).toContain(
    `it belongs to ${backend.url}, got http://127.0.0.1:2; give each service its own account`,
  );
  expect(backend.app.jobs.created).toBe(2);

  // What is stored is not polled again, until it is forgotten.
  const polls = () => backend.app.stats.total;
  const asked = polls();
  expect(await heygenRx(['watch', one!, '--durable'], { env }).exitCode).toBe(0);
  expect(polls()).toBe(asked);
  const forget = heygenRx(['forget', one!, other!, one!, '--json'], { env });
  expect([await forget.exitCode, forget.stdout(), forget.stderr()]).toEqual([
    0,
    `{"type":"forgotten","jobId":"${one}"}\n{"type":"forgotten","jobId":"${other}"}\n`,
    '',
  ]);
  expect(await heygenRx(['watch', one!, '--durable'], { env }).exitCode).toBe(0);
  expect(polls()).toBe(asked + 1);

  worker.interrupt();
  expect(await worker.exitCode).toBe(0);
  expect(worker.stdout()).toMatch(/Working for account main, database [^]*Stopping: [^]*Stopped\.\n$/);
  for (const run of [worker, first, second]) expect(run.stdout() + run.stderr()).not.toContain(secret);
}

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { wantsJson } from '../../../cli/errors/report-error.js';
import { startMockBackend, type RunningMockBackend } from '../../../mock-backend/index.js';
import { heygenRx } from '../support/command-line.js';
import { serve } from '../support/serve.js';

let backend: RunningMockBackend;
beforeAll(async () => {
  backend = await startMockBackend({ heygen: { apiKey: 'good' } });
});
afterAll(() => backend.close());

const VIDEO = 'https://example.com/a.mp4';
const ended = async (args: readonly string[], env: Record<string, string> = {}) => {
  const run = heygenRx(args, { env });
  return { exitCode: await run.exitCode, stdout: run.stdout(), stderr: run.stderr() };
};

it.each<[readonly string[], Record<string, string>, number, object]>([
  // `list` has no --base-url, so neither does the sentence.
  ...['list', 'languages', 'account'].map(
    (command): [readonly string[], Record<string, string>, number, object] => [
      [command],
      {},
      3,
      {
        name: 'CredentialsError',
        code: 'no_credentials',
        message: expect.stringMatching(/in the environment$/),
      },
    ],
  ),
  [['delete', 'a', '--yes'], {}, 3, { message: expect.stringMatching(/in the environment$/) }],
  [['watch', 'a'], {}, 3, { message: expect.stringMatching(/or name a job API with --base-url$/) }],
  [['list'], { HEYGEN_API_KEY: 'stolen' }, 3, { name: 'AuthenticationError', status: 401 }],
  [['list', '--limit', '0'], {}, 2, { name: 'UsageError', code: 'usage' }],
  [['lst'], {}, 2, { code: 'usage', message: expect.stringContaining("unknown command 'lst'") }],
  [['watch'], {}, 2, { code: 'usage' }],
  [
    ['watch', 'a', '--api-key', 'k'],
    {},
    2,
    { message: expect.stringMatching(/^unknown option '--api-key'\. Set HEYGEN_API_KEY/) },
  ],
  [['watch', 'a', '--time', '5'], {}, 2, { message: "unknown option '--time' (Did you mean --timeout?)" }],
  [['translate', VIDEO], {}, 2, { message: expect.stringContaining('--languages') }],
  [['languages'], { HEYGEN_API_KEY: 'k', HTTP_PROXY: 'http://p:1' }, 2, { code: 'proxy_not_supported' }],
])('%j --json with %j is one JSON error with code and hint', async (args, env, exitCode, error) => {
  const result = await ended([...args, '--json'], { HEYGEN_BASE_URL: backend.url, ...env });
  expect(result).toMatchObject({ exitCode, stdout: '' });
  expect(result.stderr).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(result.stderr)).toEqual({
    type: 'error',
    at: expect.any(Number),
    error: expect.objectContaining({
      code: expect.stringMatching(/./),
      hint: expect.stringMatching(/\.$/),
      message: expect.stringMatching(/./),
      ...error,
    }),
  });
});

it('the error of a job has a code and a hint, and stderr stays empty', async () => {
  const { exitCode, stdout, stderr } = await ended(['watch', 'nobody', '--json', '--base-url', backend.url]);
  expect([exitCode, stderr]).toEqual([1, '']);
  expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({
    type: 'ended',
    jobId: 'nobody',
    error: {
      name: 'JobNotFoundError',
      code: expect.any(String),
      hint: expect.stringContaining('Check the id'),
    },
  });
});

it.each([[[]], [['--json']]])(
  'a create with an unknown outcome names no key but that of the command to repeat: %j',
  async flags => {
    const lossy = await startMockBackend({
      script: [{ kind: 'reset', on: 'create', when: 'after', times: 100 }],
    });
    const words = ['translate', 'a.mp4', '--timeout', '1s', '--base-url', lossy.url, ...flags];
    const { exitCode, stdout, stderr } = await ended([...words, '--idempotency-key', 'night']);
    expect([exitCode, lossy.app.jobs.size]).toEqual([4, 1]);
    expect(stdout).toContain('the job may or may not have been created: ');
    expect(`${stdout}${stderr}`).not.toMatch(/night:|idempotencyKey/);
    expect(`${stdout}${stderr}`).toContain('--idempotency-key night');
    await lossy.close();
  },
);

it('usage is checked before the key', async () => {
  for (const args of [
    ['translate', VIDEO],
    ['translate', 'a.mp4', '--languages', 'French'],
    ['translate', VIDEO, '--languages', 'French', '--idempotency-key', 'a b'],
    ['watch', '..'],
  ]) {
    expect(await ended(args)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^Cannot /) });
  }
});

const HOSTILE = 'bad \u202evideo\u2028 \u009b31m\u200b';

it.each([[[]], [['--json']]])(
  'nothing that a service sends reaches the terminal unescaped: %j',
  async flags => {
    const service = await serve((_, path) => [
      200,
      {
        job_id: path.split('/').at(-1),
        result: 'error',
        error: HOSTILE,
        message: HOSTILE,
        video_url: HOSTILE,
      },
    ]);
    const { stdout, stderr } = await ended(['watch', 'a', 'b', '--base-url', service.url, ...flags]);
    await service.close();
    expect(stdout).toContain('video');
    expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  },
);

it('recognises --json only as a flag', () => {
  expect([wantsJson(['list', '--json']), wantsJson(['watch', '--', '--json'])]).toEqual([true, false]);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMockBackend, type RunningMockBackend } from '../../mock-backend/index.js';
import { heygenRx } from './support/command-line.js';
import { newJob } from './support/new-job.js';
import { serve } from './support/serve.js';

let backend: RunningMockBackend;
let url: string;
beforeAll(async () => {
  backend = await startMockBackend({ processingMs: 40, seed: 7, heygen: { apiKey: 'good' } });
  url = backend.url;
});
afterAll(() => backend.close());

const VIDEO = 'https://example.com/a.mp4';
const ended = async (words: readonly string[], env: Record<string, string> = {}) => {
  const run = heygenRx(words, { env });
  return { exitCode: await run.exitCode, stdout: run.stdout(), stderr: run.stderr() };
};
const atHeygen = (env: Record<string, string> = {}) => ({
  HEYGEN_BASE_URL: url,
  HEYGEN_API_KEY: 'good',
  ...env,
});

describe('at a job API', () => {
  const cases: readonly (readonly [what: string, body: object, exitCode: number])[] = [
    ['0 when all are completed', { processingMs: 0 }, 0],
    ['1 when a job failed', { processingMs: 0, outcome: 'error' }, 1],
    ['4 when it is still running at the deadline', { processingMs: 600_000 }, 4],
    [
      '1 rather than 4 when one failed and one is still running',
      { processingMs: 0, outcome: 'error', beside: 600_000 },
      1,
    ],
  ];
  it.each(cases)('watch exits with %s', async (_, body, exitCode) => {
    const { beside, ...own } = body as { beside?: number };
    const ids = [await newJob(url, own)];
    if (beside !== undefined) ids.push(await newJob(url, { processingMs: beside }));
    const timeout = ['--timeout', '100ms'];
    expect(await ended(['watch', ...ids, ...timeout, '--base-url', url])).toMatchObject({ exitCode });
  });

  it('says at the deadline how to continue, for open jobs only', async () => {
    const [quick, slow] = [
      await newJob(url, { processingMs: 0 }),
      await newJob(url, { processingMs: 600_000 }),
    ];
    const { stderr } = await ended(['watch', quick, slow, '--timeout', '200ms', '--base-url', url]);
    expect(stderr).toBe(
      `1 job is still running. Continue watching with:\n  heygen-rx watch ${slow} --timeout 200ms --base-url ${url}\n`,
    );
  });

  it('does not call a job running that was never found', async () => {
    const nowhere = 'http://127.0.0.1:2';
    const { exitCode, stdout, stderr } = await ended([
      'watch',
      'a',
      '--timeout',
      '100ms',
      '--base-url',
      nowhere,
    ]);
    expect([exitCode, stdout]).toEqual([4, expect.stringMatching(/^… a: no response at the deadline$/m)]);
    expect(stderr).toMatch(
      /^1 job is in an unknown state\. Continue watching with:\n {2}heygen-rx watch a /m,
    );
  });

  it('exits with 1 for an unknown job', async () => {
    expect(await ended(['watch', 'nobody', '--base-url', url])).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^✖ nobody: .*404.*\n$/),
    });
  });

  it.each([
    [403, 1],
    [404, 1],
    [401, 3],
  ])('if one of several jobs gets a %i, exits with %i', async (status, exitCode) => {
    const service = await serve((_, path) =>
      path === '/status/theirs'
        ? [status, { error: { code: 'refused', message: 'not yours' } }]
        : path.startsWith('/status/')
          ? [200, { job_id: path.slice('/status/'.length), result: 'completed' }]
          : [404, { error: { code: 'no_bulk', message: 'no such route' } }],
    );
    const { stdout, ...run } = await ended(['watch', 'theirs', 'mine', '--base-url', service.url]);
    await service.close();
    expect(run.exitCode).toBe(exitCode);
    if (status !== 401) {
      expect(stdout).toMatch(/^✔ mine: completed/m);
      expect(stdout).toMatch(/^✖ theirs: /m);
    }
  });

  it('polls once for status', async () => {
    const open = await newJob(url, { processingMs: 600_000 });
    const before = backend.app.stats.requests['GET /status/:jobId'] ?? 0;
    expect(await ended(['status', open, '--base-url', url])).toMatchObject({
      exitCode: 4,
      stdout: `${open}: pending\n`,
    });
    expect(backend.app.stats.requests['GET /status/:jobId']).toBe(before + 1);
  });

  it('creates no second job for the same --idempotency-key', async () => {
    const words = ['translate', VIDEO, '--languages', 'French', 'German', '--base-url', url];
    const created = backend.app.jobs.created;
    for (let time = 0; time < 2; time++) {
      expect(await ended([...words, '--idempotency-key', 'once'])).toMatchObject({ exitCode: 0 });
    }
    expect(backend.app.jobs.created).toBe(created + 2);
    const more = ['translate', VIDEO, '--languages', 'Dutch', 'German', 'French', '--base-url', url];
    expect(await ended([...more, '--idempotency-key', 'once'])).toMatchObject({ exitCode: 0 });
    expect(backend.app.jobs.created).toBe(created + 3);
  });
});

describe('at HeyGen', () => {
  it('translates a video that is named twice into each language once, whatever its case', async () => {
    const words = ['translate', VIDEO, VIDEO, '--languages', 'french', 'French', 'FRENCH'];
    const { exitCode, stdout } = await ended(words, atHeygen());
    expect([exitCode, stdout.match(/created as/g)?.length]).toEqual([0, 1]);
  });

  it('translates into several languages and shows the URLs', async () => {
    const words = ['translate', VIDEO, '--languages', 'French', 'Spanish (Spain)'];
    const { exitCode, stdout } = await ended(words, atHeygen());
    expect(stdout).toMatch(/✔ French \(\S+\): completed after (?:\d+ ms|[\d.]+ s)\n {2}https?:\S+/);
    expect(stdout).toMatch(/✔ Spanish \(Spain\) \(\S+\): completed/);
    expect(exitCode).toBe(0);
  });

  it('exits with 1 when a job failed, and says why', async () => {
    const { exitCode, stdout } = await ended(
      ['translate', `${VIDEO}?mock=failed`, '--languages', 'French'],
      atHeygen(),
    );
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/✖ French \(\S+\): failed after/)]);
  });

  it('lists translations, newest first, up to the given limit', async () => {
    await ended(['translate', VIDEO, '--languages', 'Dutch', '--title', 'Mine'], atHeygen());
    const { exitCode, stdout } = await ended(['list', '--limit', '1'], atHeygen());
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/^\S+ {2}completed {2}[\d-]+ [\d:]+ UTC {2}Dutch {2}Mine\n$/),
    ]);
    const { stdout: json } = await ended(['list', '--limit', '2', '--json'], atHeygen());
    const [first, second, ...rest] = json.trim().split('\n');
    expect([JSON.parse(first!), JSON.parse(second!), rest]).toEqual([
      expect.objectContaining({ outputLanguage: 'Dutch', title: 'Mine' }),
      expect.objectContaining({ status: 'error' }),
      [],
    ]);
  });

  it('lists the languages', async () => {
    expect((await ended(['languages'], atHeygen())).stdout.split('\n')).toContain('Spanish (Spain)');
    expect((await ended(['languages', '--json'], atHeygen())).stdout).toContain('{"language":"French"}\n');
  });

  it('exits with 3 without a key, with two, and with one that is not a word', async () => {
    for (const key of [{}, { HEYGEN_API_KEY: 'a', HEYGEN_ACCESS_TOKEN: 'b' }, { HEYGEN_API_KEY: 's p' }]) {
      for (const words of [
        ['list'],
        ['languages'],
        ['watch', 'a'],
        ['translate', VIDEO, '--languages', 'French'],
      ]) {
        expect(await ended(words, key)).toEqual({
          exitCode: 3,
          stdout: '',
          stderr: expect.stringMatching(/^Cannot reach HeyGen: .*HEYGEN_API_KEY.*\n$/),
        });
      }
    }
  });

  it('exits with 3 for a key that the service refuses, and never shows it', async () => {
    const env = atHeygen({ HEYGEN_API_KEY: 'stolen-key' });
    for (const words of [['list'], ['watch', 'a', 'b'], ['translate', VIDEO, '--languages', 'French']]) {
      const { exitCode, stdout, stderr } = await ended(words, env);
      expect([exitCode, stderr]).toEqual([3, expect.stringContaining('401')]);
      expect((stdout + stderr).match(/401/g)).toHaveLength(1);
      expect(stdout + stderr).not.toContain('stolen-key');
    }
  });

  it('never sends the key to another service', async () => {
    const seen: unknown[] = [];
    const nosy = await startMockBackend({
      recordRequests: true,
      processingMs: 0,
      log: () => seen.push(JSON.stringify(nosy.app.stats.log)),
    });
    expect(await ended(['translate', VIDEO, '--base-url', nosy.url], atHeygen())).toMatchObject({
      exitCode: 0,
    });
    await nosy.close();
    expect(seen.join()).toContain('user-agent');
    expect(seen.join()).not.toContain('good');
  });
});

describe('wrong input', () => {
  const cases: readonly (readonly [words: readonly string[], sentence: RegExp])[] = [
    [['watch'], /^Missing required argument 'id'/],
    [['watch', '..', '--base-url', 'http://127.0.0.1:1'], /^Cannot watch a job: job id must not be/],
    [['watch', 'a', '--timeout', 'soon'], /argument 'soon' is invalid. It must be a duration, such as/],
    [['watch', 'a', '--base-url', 'nowhere'], /^Cannot reach a service: --base-url must be a complete URL/],
    [['watch', 'a', '--api-key', 'k'], /unknown option '--api-key'\nSet HEYGEN_API_KEY or/],
    [['translate', VIDEO], /name at least one language with --languages/],
    [
      ['translate', 'a.mp4', '--languages', 'French'],
      /^Cannot translate a\.mp4: HeyGen takes a public https/,
    ],
    [['translate', VIDEO, '--languages', '--title', 'T'], /Name at least one language/],
    [['translate', VIDEO, '--mode', 'slow'], /Allowed choices are speed, precision/],
    [['translate', VIDEO, '--speakers', '0'], /It must be a whole number of at least 1/],
    [
      ['translate', VIDEO, '--idempotency-key', 'a b', '--base-url', 'http://127.0.0.1:1'],
      /^Cannot translate: --idempotency-key must be/,
    ],
    [
      ['translate', VIDEO, '--idempotency-key', '', '--base-url', 'http://127.0.0.1:1'],
      /^Cannot translate: --idempotency-key must be 1 to 200 characters/,
    ],
    [
      ['translate', VIDEO, '--idempotency-key', 'k'.repeat(201), '--base-url', 'http://127.0.0.1:1'],
      /^Cannot translate: --idempotency-key must be 1 to 200 characters/,
    ],
    [
      ['translate', '--languages', 'French', VIDEO],
      /missing required argument 'video'\n--languages takes every word up to the next option: put the videos before it\.$/m,
    ],
    [
      ['download', '--only', 'video', 'a'],
      /Allowed choices are .*\n--only takes every word up to the next option: put the job ids before it\.$/m,
    ],
    [['--json', 'watch', 'a'], /Options come after the command, as in `heygen-rx watch --json`\./],
    [
      ['list', '--base-url', 'http://127.0.0.1:1'],
      /unknown option '--base-url'\nThis command works only with HeyGen: set HEYGEN_BASE_URL/,
    ],
    [['list', '--limit', 'all'], /It must be a whole number/],
    [['mock', '--faults', '7'], /It must be between 0 and 1/],
    [['trnslate'], /unknown command 'trnslate'/],
  ];
  it.each(cases)('%j prints one sentence and exits with 2', async (words, sentence) => {
    const { exitCode, stdout, stderr } = await ended(words, { HEYGEN_API_KEY: 'good' });
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringMatching(sentence)]);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  });

  it('names the environment variable that an invalid URL came from', async () => {
    const env = { HEYGEN_API_KEY: 'good', HEYGEN_BASE_URL: 'http://example.com' };
    const { exitCode, stderr } = await ended(['list'], env);
    const sentence = 'HEYGEN_BASE_URL must begin with https:// while a key is sent, got http://example.com\n';
    expect([exitCode, stderr]).toEqual([2, `Cannot reach a service: ${sentence}`]);
  });

  it('the --help of each command has examples', async () => {
    const names = (await ended(['--help'])).stdout.matchAll(/^ {2}(\w+) (?:\[|<)/gm);
    const commands = [...names].flatMap(([, name]) => (name === 'help' ? [] : name!));
    expect(commands).toEqual(expect.arrayContaining(['translate', 'watch', 'status', 'forget', 'mock']));
    for (const name of commands) {
      const { exitCode, stdout } = await ended([name, '--help']);
      expect([exitCode, stdout]).toEqual([
        0,
        expect.stringMatching(new RegExp(`\\nExamples:\\n {2}# .*\\n {2}heygen-rx ${name}`)),
      ]);
    }
  });

  it('shows help and the version with 0', async () => {
    for (const flag of ['--version', '-v']) {
      expect(await ended([flag])).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
    }
    const { exitCode, stdout } = await ended(['--help']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('translate [options] <video...>')]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { heygenRx } from './support/command-line.js';
import { serve } from './support/serve.js';

type Service = Awaited<ReturnType<typeof serve>>;

/** A web site where a job API should be: it sends a page for every request, and does not speak TLS. */
let site: Service;
let tls: string;
let requests = 0;
beforeAll(async () => {
  site = await serve(() => {
    requests += 1;
    return [200, PAGE, { 'content-type': 'text/html' }];
  });
  tls = site.url.replace('http:', 'https:');
});
afterAll(() => site.close());

const PAGE = '<html>Welcome</html>';
const TRANSLATE = ['translate', 'v', '--languages', 'French', 'German', '--idempotency-key', 'k'];
const ended = async (words: readonly string[], options = {}) => {
  const run = heygenRx(words, options);
  const exitCode = await run.exitCode;
  const withoutDelays = (text: string) => text.replace(/(?<=retrying in )[\d.]+ m?s/g, 'T');
  return { exitCode, stdout: withoutDelays(run.stdout()), stderr: withoutDelays(run.stderr()) };
};

describe('a server that does not speak TLS', () => {
  const first = () =>
    `Cannot reach ${tls}: no TLS connection (ERR_SSL_WRONG_VERSION_NUMBER), retrying in T.\n`;
  const last = () =>
    `Cannot reach ${tls}: no TLS connection (ERR_SSL_WRONG_VERSION_NUMBER). Check the URL and the network.\n`;

  it('ends a watch soon, and says how to continue', async () => {
    const { exitCode, stdout, stderr } = await ended(['watch', 'a', 'b', '--base-url', tls]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `${first()}${last()}2 jobs are in an unknown state. Continue watching with:\n  heygen-rx watch a b --base-url ${tls}\n`,
    );
  });

  it('ends creates soon, with a command that creates no job twice', async () => {
    const { exitCode, stdout, stderr } = await ended([...TRANSLATE, '--base-url', tls]);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `${first()}${last()}Some jobs may not have been created. Continue with (will not create any job twice):\n  heygen-rx ${TRANSLATE.join(' ')} --base-url ${tls}\n`,
    );
  });

  it('is reported above the live lines', async () => {
    const { exitCode, stdout, stderr } = await ended(['watch', 'a', '--base-url', tls], { isTTY: true });
    expect([exitCode, stdout.split(first().trim())]).toEqual([1, [expect.anything(), expect.anything()]]);
    expect(stderr).toContain(last());
  });

  it('is an error with a code in --json, beside the summary', async () => {
    const { exitCode, stdout, stderr } = await ended(['watch', 'a', '--json', '--base-url', tls]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      type: 'error',
      error: { name: 'AddressError', code: 'wrong_address', hint: expect.stringContaining('URL') },
    });
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({
      type: 'summary',
      open: [{ jobId: 'a' }],
      continueWith: `heygen-rx watch a --base-url ${tls} --json`,
    });
  });
});

describe('a web site', () => {
  it('is reported at once, and ends a watch after three pages', async () => {
    const before = requests;
    const { exitCode, stdout, stderr } = await ended(['watch', 'a', '--base-url', site.url]);
    expect([exitCode, requests - before]).toEqual([1, 3]);
    expect(stdout).toMatch(/^✖ a: GET \/status\/a returned 200, but not JSON$/m);
    expect(stderr).toMatch(new RegExp(`^The responses from ${site.url} are not JSON, retrying in T\\.\\n`));
  });

  it('leaves it open whether creates have succeeded, and never calls them refused', async () => {
    const { exitCode, stdout, stderr } = await ended([...TRANSLATE, '--base-url', site.url]);
    expect([exitCode, stdout]).toEqual([4, expect.stringMatching(/^… French: the job may or may not/m)]);
    expect(stderr).toContain(
      'Some jobs may not have been created. Continue with (will not create any job twice):',
    );
  });
});

it.each([
  ['watch', [], '1h'],
  ['watch', ['--timeout', '20m'], '20m'],
  ['status', [], '30s'],
])(
  '%s %j says for how long it goes on, and on Ctrl-C not that a job is running that was never found',
  async (command, flags, howLong) => {
    const service = ['--base-url', 'http://127.0.0.1:2'];
    const run = heygenRx([command, 'a', ...flags, ...service]);
    await run.says(/Cannot reach/);
    run.interrupt();
    expect(await run.exitCode).toBe(130);
    const [first, ...others] = run.stderr().trim().split('\n');
    expect(first).toBe(
      `Cannot reach http://127.0.0.1:2: connection refused (ECONNREFUSED); retrying for up to ${howLong}.`,
    );
    expect(others.slice(-2)).toEqual([
      'Stopped before the first response. Continue watching with:',
      `  heygen-rx ${['watch', 'a', ...flags, ...service].join(' ')}`,
    ]);
  },
);

it('download says at once that nothing responds', async () => {
  const run = heygenRx(['download', 'a', '--base-url', 'http://127.0.0.1:2']);
  await run.says(
    /^Cannot reach http:\/\/127\.0\.0\.1:2: connection refused \(ECONNREFUSED\); retrying for up to 30s\.$/m,
  );
  run.interrupt();
  expect(await run.exitCode).toBe(130);
});

it('a command started with npx is continued with npx', async () => {
  const words = ['watch', 'a', '--timeout', '50ms', '--base-url', 'http://127.0.0.1:2'];
  const { stderr } = await ended(words, { env: { npm_lifecycle_event: 'npx' } });
  expect(stderr).toContain(`  npx heygen-rx ${words.join(' ')}\n`);
});

import { expect, it } from '@jest/globals';
import { heygenRx, type RunOptions } from '../support/command-line.js';

const ended = async (words: readonly string[], options: RunOptions = {}) => {
  const run = heygenRx(words, options);
  return [await run.exitCode, run.stderr()] as const;
};
const API = ['--base-url', 'http://127.0.0.1:2'];
const NOWHERE = 'postgres://me:secret@127.0.0.1:2/jobs';

it.each([
  ['names no database', ['worker', ...API], 2, /^Cannot open the database: set --database-url, or/],
  [
    'names another database',
    ['watch', 'a', '--database-url', 'mysql://me:secret@h/d'],
    2,
    /^Cannot open the database: --database-url must be/,
  ],
  [
    'names one that is not there',
    ['watch', 'a', '--database-url', NOWHERE],
    1,
    /^Cannot open the database postgres:\/\/me@127\.0\.0\.1:2\/jobs: .*ECONNREFUSED/,
  ],
  [
    'has no key for its worker',
    ['worker', '--database-url', NOWHERE],
    3,
    /^Cannot reach HeyGen: set HEYGEN_API_KEY/,
  ],
  ['names no job', ['watch', '--database-url', NOWHERE], 2, /^Missing required argument 'id'\n$/],
  ['forgets without a database', ['forget', 'a'], 2, /^Cannot open the database: set --database-url, or/],
  [
    'forgets what is no id',
    ['forget', 'a', '', '--database-url', NOWHERE],
    2,
    /^Cannot forget a job: job id must be/,
  ],
  [
    'forgets in a database that is not there',
    ['forget', 'a', '--database-url', NOWHERE],
    1,
    /^Cannot open the database postgres:\/\/me@127\.0\.0\.1:2\/jobs: .*ECONNREFUSED/,
  ],
  [
    'names no job, but a service beside --durable',
    ['watch', '--database-url', NOWHERE, ...API],
    2,
    /^Missing required argument 'id'\n$/,
  ],
  [
    'names what is no service beside --durable',
    ['watch', 'a', '--database-url', NOWHERE, '--base-url', 'nowhere'],
    2,
    /^Cannot reach a service: --base-url must be a complete URL/,
  ],
  [
    'names an account of 202 bytes',
    ['worker', '--account', 'ä'.repeat(101)],
    2,
    /It must have 1 to 200 bytes in UTF-8/,
  ],
  [
    'mistypes a flag',
    [`watch`, 'a', `--database=${NOWHERE}`],
    2,
    /unknown option '--database=postgres:\/\/me@127/,
  ],
])('a command that %s ends with one sentence', async (_, words, code, sentence) => {
  const [exitCode, stderr] = await ended(words);
  expect([exitCode, stderr]).toEqual([code, expect.stringMatching(sentence)]);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toContain('secret');
});

it('says which package is missing', async () => {
  const importPg = () => Promise.reject(new Error("Cannot find package 'pg'"));
  expect(await ended(['watch', 'a', '--database-url', NOWHERE], { importPg })).toEqual([
    1,
    'Cannot open the database: PostgreSQL needs the pg package; run `npm install pg`\n',
  ]);
});

it('has the code and the hint of a database that cannot be opened in JSON', async () => {
  const [, stderr] = await ended(['watch', 'a', '--json', '--database-url', NOWHERE]);
  expect(JSON.parse(stderr)).toMatchObject({
    type: 'error',
    error: { code: 'database', hint: expect.stringContaining('HEYGEN_RX_DATABASE_URL') },
  });
  expect(stderr).not.toContain('secret');
});

import { afterEach, beforeEach, expect, it } from '@jest/globals';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockBackend } from '../../../mock-backend/index.js';
import { partPath } from '../../../cli/download/part-file.js';
import { heygenRx, type RunOptions } from '../support/command-line.js';
import { etagOf, serveFile, type FileAnswer } from '../support/file-server.js';
import { serve } from '../support/serve.js';

const FILE = randomBytes(300_000);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (): readonly string[] => readdirSync(folder).sort();
const saved = (): Buffer => readFileSync(join(folder, 'talk.mp4'));

/** The size of the largest part file. */
const arrived = (): number =>
  Math.max(0, ...inFolder().map(name => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0));

/** Downloads the only job of a server that sends these responses for its file. */
async function download(
  answers: readonly FileAnswer[],
  flags: readonly string[] = [],
  options: RunOptions = {},
) {
  const server = await serveFile(FILE, ...answers.map(answer => ({ arrived, ...answer })));
  const run = heygenRx(
    ['download', 'talk', '--base-url', server.url, '--output-dir', folder, ...flags],
    options,
  );
  const code = await run.exitCode;
  await server.close();
  return { code, stdout: run.stdout(), stderr: run.stderr(), requests: server.requests };
}

it('saves the file of a job under the id of the job', async () => {
  expect(await download([])).toMatchObject({
    code: 0,
    stdout: `✔ ${join(folder, 'talk.mp4')} (300.0 kB)\n`,
    stderr: '',
  });
  expect([inFolder(), saved().equals(FILE)]).toEqual([['talk.mp4'], true]);
});

it('saves every kind of file that HeyGen has, without sending the key to the storage', async () => {
  const backend = await startMockBackend({ processingMs: 0, seed: 7, recordRequests: true });
  const env = { HEYGEN_BASE_URL: backend.url, HEYGEN_API_KEY: 'good' };
  const video = 'https://example.com/talk.mp4';
  const create = heygenRx(['translate', video, '--languages', 'French', '--captions', '--json'], { env });
  expect(await create.exitCode).toBe(0);
  const [, jobId] = /"jobId":"([^"]+)"/.exec(create.stdout())!;
  const run = heygenRx(['download', jobId!, '--output-dir', folder], { env });
  expect([await run.exitCode, run.stderr()]).toEqual([0, '']);
  expect(inFolder()).toEqual(['mp3', 'mp4', 'srt', 'vtt'].map(extension => `${jobId}.${extension}`));
  const toStorage = backend.app.stats.log.filter(({ target }) => target.startsWith('/files/'));
  expect(toStorage.map(({ headers }) => headers['x-api-key'])).toEqual(Array(4).fill(undefined));
  const captions = heygenRx(
    ['download', jobId!, '--only', 'srt', '--force', '--json', '--output-dir', folder],
    { env },
  );
  expect(await captions.exitCode).toBe(0);
  expect(
    captions
      .stdout()
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as object),
  ).toMatchObject([{ type: 'downloaded', jobId, kind: 'srt', bytes: 61 }]);
  await backend.close();
});

it('resumes where the connection broke, however often', async () => {
  const breaks = Array<FileAnswer>(9).fill({ breakAfter: 70_000 });
  const { code, requests } = await download(breaks);
  expect([code, inFolder(), saved().equals(FILE)]).toEqual([0, ['talk.mp4'], true]);
  expect(requests.some(({ range }) => range !== undefined && range !== 'bytes=0-')).toBe(true);
});

/** The connection breaks, and then nothing comes any more: the command gives up. */
const GIVES_UP: readonly FileAnswer[] = [
  { breakAfter: 5000 },
  ...Array<FileAnswer>(40).fill({ breakAfter: 0 }),
];

it('resumes in a later run, if the file has not changed', async () => {
  const broken = await download(GIVES_UP);
  expect([broken.code, inFolder()]).toEqual([1, [expect.stringMatching(/^talk\.mp4\.[0-9a-f]{8}\.part$/)]]);
  expect(broken.stderr).toMatch(
    /^Cannot download \S+talk\.mp4: the connection was lost after \d+ bytes \(\S+\)\n$/,
  );
  const { code, requests } = await download([]);
  expect([code, inFolder(), saved().equals(FILE)]).toEqual([0, ['talk.mp4'], true]);
  expect(requests.map(({ range }) => range)).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
});

it('begins again if the file is another one', async () => {
  const other = randomBytes(10_000);
  await download(GIVES_UP.map(answer => ({ ...answer, bytes: other })));
  expect(inFolder()).toEqual([expect.stringMatching(/part$/)]);
  const { code, requests } = await download([]);
  expect([code, saved().equals(FILE), requests.map(({ range }) => range)]).toEqual([0, true, [undefined]]);
  expect(inFolder()).toEqual(['talk.mp4']);
});

it('saves from a server without versions and ranges', async () => {
  const { code } = await download([{ isBare: true, breakAfter: 100 }, { isBare: true }]);
  expect([code, inFolder(), saved().equals(FILE)]).toEqual([0, ['talk.mp4'], true]);
});

it('gets a fresh URL when the old one has expired, and retries after other failures', async () => {
  const { code, requests } = await download([{ status: 403 }, { status: 503 }]);
  expect([code, saved().equals(FILE)]).toEqual([0, true]);
  expect(requests.map(({ path }) => path)).toEqual(['/file/1.mp4', '/file/2.mp4', '/file/2.mp4']);
});

it('waits as long as the server of the file asks, and says so if that is long', async () => {
  const server = await serveFile(FILE, { status: 503, retryAfter: 3600 });
  const run = heygenRx(['download', 'talk', '--base-url', server.url, '--output-dir', folder]);
  await run.says(/^127\.0\.0\.1:\d+ responded with 503; next attempt in 1 h 00 m\.\n$/);
  await new Promise(resolve => setTimeout(resolve, 100));
  run.interrupt();
  expect([await run.exitCode, server.requests.length]).toEqual([130, 1]);
  await server.close();
});

it('two downloads of one job never write the same file: the second says so', async () => {
  let goOn = () => {};
  const until = new Promise<void>(resolve => (goOn = resolve));
  const server = await serveFile(FILE, { until });
  const words = ['download', 'talk', '--base-url', server.url, '--output-dir', folder];
  const first = heygenRx(words);
  while (!inFolder().some(name => name.includes('.part.'))) await new Promise(setImmediate);
  const second = heygenRx(words);
  expect([await second.exitCode, second.stderr()]).toEqual([
    1,
    `Cannot download: another process is saving ${join(folder, 'talk.mp4')}\n`,
  ]);
  goOn();
  expect([await first.exitCode, inFolder(), saved().equals(FILE)]).toEqual([0, ['talk.mp4'], true]);
  await server.close();
});

it('exits with 2 if the way to the file is a proxy that cannot be used', async () => {
  const video_url = 'http://storage.example/a.mp4';
  const service = await serve(() => [200, { job_id: 'talk', result: 'completed', video_url }]);
  const env = { HTTP_PROXY: 'http://p:1', NO_PROXY: '127.0.0.1' };
  const run = heygenRx(['download', 'talk', '--base-url', service.url, '--output-dir', folder], { env });
  expect([await run.exitCode, run.stderr()]).toEqual([
    2,
    expect.stringMatching(/^Cannot reach storage\.example through the proxy in HTTP_PROXY: .*\n$/),
  ]);
  await service.close();
});

it('takes a URL without a host for one of the service', async () => {
  const service = await serve((_, path) =>
    path === '/files/talk.mp4'
      ? [200, 'a video']
      : [200, { job_id: 'talk', result: 'completed', video_url: '/files/talk.mp4' }],
  );
  const run = heygenRx(['download', 'talk', '--base-url', service.url, '--output-dir', folder]);
  expect([await run.exitCode, run.stderr(), inFolder()]).toEqual([0, '', ['talk.mp4']]);
  expect(saved().toString()).toBe('a video');
  await service.close();
});

it.each(['javascript:alert(1)', 'https://'])('refuses the URL %j', async video_url => {
  const service = await serve(() => [200, { job_id: 'talk', result: 'completed', video_url }]);
  const run = heygenRx(['download', 'talk', '--base-url', service.url, '--output-dir', folder]);
  expect([await run.exitCode, run.stderr()]).toEqual([
    1,
    `Cannot download ${video_url}: not an http(s) URL\n`,
  ]);
  await service.close();
});

it('never overwrites a file without --force', async () => {
  writeFileSync(join(folder, 'talk.mp4'), 'mine');
  const { code, stderr, requests } = await download([]);
  expect([code, stderr]).toEqual([
    1,
    `Cannot download: ${join(folder, 'talk.mp4')} already exists; use --force to replace it\n`,
  ]);
  expect([saved().toString(), requests]).toEqual(['mine', []]);
  expect(await download([], ['--force'])).toMatchObject({ code: 0 });
  expect(saved().equals(FILE)).toBe(true);
});

it('does not replace a file that another program writes meanwhile', async () => {
  const onRequest = () => writeFileSync(join(folder, 'talk.mp4'), 'mine');
  const { code, stderr } = await download([{ breakAfter: 70_000, onRequest }]);
  expect([code, saved().toString()]).toEqual([1, 'mine']);
  expect(stderr).toContain('already exists; use --force to replace it');
});

it('saves the other files of a job of which one exists, as when it is run again', async () => {
  const backend = await startMockBackend({ processingMs: 0, seed: 7 });
  const env = { HEYGEN_BASE_URL: backend.url, HEYGEN_API_KEY: 'good' };
  const video = 'https://example.com/talk.mp4';
  const create = heygenRx(['translate', video, '--languages', 'French', '--captions', '--json'], { env });
  expect(await create.exitCode).toBe(0);
  const [, jobId] = /"jobId":"([^"]+)"/.exec(create.stdout())!;
  writeFileSync(join(folder, `${jobId}.mp4`), 'mine');
  const run = heygenRx(['download', jobId!, '--output-dir', folder], { env });
  expect([await run.exitCode, run.stderr()]).toEqual([
    1,
    `Cannot download: ${join(folder, `${jobId}.mp4`)} already exists; use --force to replace it\n`,
  ]);
  expect(inFolder()).toEqual(['mp3', 'mp4', 'srt', 'vtt'].map(extension => `${jobId}.${extension}`));
  expect(readFileSync(join(folder, `${jobId}.mp4`), 'utf8')).toBe('mine');
  await backend.close();
});

it('says in one sentence that the disk is full', async () => {
  const path = join(folder, 'talk.mp4');
  symlinkSync('/dev/full', partPath(path, etagOf(FILE)));
  const { code, stderr } = await download([]);
  expect([code, stderr]).toEqual([1, `Cannot write ${path}: the disk is full (ENOSPC)\n`]);
});

it('says in one sentence that the folder does not exist', async () => {
  const { code, stderr } = await download([], ['--output-dir', join(folder, 'no')]);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^Cannot write .*: the folder does not exist \(ENOENT\)\n$/),
  ]);
});

it.each([
  ['that its cause has to be removed', { status: 400 }, 1, /^Fix the problem/],
  ['to run it again', { breakAfter: 0 }, 40, /it resumes/],
])('ends with JSON that has a code, and the hint %s', async (_, answer, times, hint) => {
  const { code, stderr } = await download(Array<FileAnswer>(times).fill(answer), ['--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stderr)).toMatchObject({
    error: { code: 'download', hint: expect.stringMatching(hint) },
  });
});

it('does not save files of unfinished jobs', async () => {
  const backend = await startMockBackend({ processingMs: 600_000 });
  const { id } = backend.app.jobs.create();
  const run = heygenRx(['download', id, '--base-url', backend.url, '--output-dir', folder]);
  expect([await run.exitCode, run.stderr()]).toEqual([1, `Cannot download ${id}: the job is pending\n`]);
  await backend.close();
});

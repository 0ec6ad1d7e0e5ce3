import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receive } from '../../../cli/download/receive.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heygen-rx-'));
  // Only the timer of the download: sockets have their own.
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** How an attempt fails that receives nothing more once `isStuck` holds. */
async function failureOf(answer: RequestListener, isStuck: (received: number) => boolean): Promise<unknown> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`;
  let received = 0;
  const failure = receive(url, join(folder, 'talk.mp4'), {
    signal: new AbortController().signal,
    onProgress: bytes => (received = bytes),
  }).catch((error: unknown) => error);
  while (!isStuck(received)) await new Promise(resolve => setImmediate(resolve));
  jest.advanceTimersByTime(29_999);
  await expect(
    Promise.race([failure, new Promise(resolve => setImmediate(resolve, 'goes on'))]),
  ).resolves.toBe('goes on');
  jest.advanceTimersByTime(1);
  const error = await failure;
  server.closeAllConnections();
  server.close();
  return error;
}

it('gives up on a server that never responds', async () => {
  let requests = 0;
  const failure = failureOf(
    () => requests++,
    () => requests === 1,
  );
  expect(await failure).toMatchObject({
    name: 'DownloadError',
    failure: 'transient',
    message: expect.stringMatching(/^127\.0\.0\.1:\d+ is unreachable \(nothing received for 30 s\)$/),
  });
});

it('gives up a body that stops', async () => {
  const stops: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('12345');
  };
  expect(await failureOf(stops, received => received === 5)).toMatchObject({
    name: 'DownloadError',
    failure: 'transient',
    message: 'the connection was lost after 5 bytes (nothing received for 30 s)',
  });
});

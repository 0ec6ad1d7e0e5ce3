import { afterEach, beforeEach, expect, it } from '@jest/globals';
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
});
afterEach(() => rmSync(folder, { recursive: true }));

const failureOf = async (answer: RequestListener): Promise<unknown> => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`;
  const { signal } = new AbortController();
  const options = { signal, onProgress: () => undefined, stallMs: 300 };
  const error = await receive(address, join(folder, 'talk.mp4'), options).catch((each: unknown) => each);
  server.closeAllConnections();
  server.close();
  return error;
};

it('gives up a server that never answers', async () => {
  expect(await failureOf(() => undefined)).toMatchObject({
    name: 'DownloadError',
    failure: 'trouble',
    message: expect.stringMatching(/^127\.0\.0\.1:\d+ is unreachable \(nothing received for 0\.3 s\)$/),
  });
});

it('gives up a body that stops', async () => {
  const error = await failureOf((_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('12345');
  });
  expect(error).toMatchObject({
    name: 'DownloadError',
    failure: 'trouble',
    message: 'the connection was lost after 5 bytes (nothing received for 0.3 s)',
  });
});

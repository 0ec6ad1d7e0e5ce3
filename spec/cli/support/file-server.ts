import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The response to one request for the file. */
export interface FileAnswer {
  /** Instead of the file. */
  readonly status?: number;
  /** In seconds, with a status. */
  readonly retryAfter?: number;
  /** Called when the request has arrived. */
  readonly onRequest?: () => void;
  /** The rest of the body follows after this. */
  readonly until?: Promise<void>;
  /** The connection breaks when so many bytes of the body have arrived. */
  readonly breakAfter?: number;
  /** How many bytes of the file have arrived. */
  readonly arrived?: () => number;
  /** Another version of the file. */
  readonly bytes?: Buffer;
  /** No `ETag`, and no ranges. */
  readonly isBare?: boolean;
}

/** The version of a file. */
export const etagOf = (bytes: Buffer): string => `"${createHash('sha1').update(bytes).digest('hex')}"`;

/**
 * A job API with one completed job, `talk`, whose video is a file on the same server; each request for the file is answered as the next of `answers` says, and as usual
 * after the last. Its URL changes with each poll.
 */
export async function serveFile(bytes: Buffer, ...answers: readonly FileAnswer[]) {
  const requests: {
    readonly range: string | undefined;
    readonly path: string;
    readonly key: string | undefined;
  }[] = [];
  let polls = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/status')) {
      polls++;
      response.setHeader('content-type', 'application/json');
      const videoUrl = `${url}/file/${polls}.mp4`;
      response.end(JSON.stringify({ job_id: 'talk', result: 'completed', video_url: videoUrl }));
      return;
    }
    const { range, 'x-api-key': key } = request.headers;
    const { ['if-range']: ifRange } = request.headers;
    requests.push({ range, path, key: key?.toString() });
    answers[requests.length - 1]?.onRequest?.();
    send(response, { range, ifRange: ifRange?.toString(), bytes, ...answers[requests.length - 1] });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

interface Asked extends FileAnswer {
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly bytes: Buffer;
}

function send(response: ServerResponse, asked: Asked): void {
  const {
    status,
    retryAfter,
    breakAfter,
    arrived = () => Infinity,
    bytes,
    isBare,
    range,
    ifRange,
    until,
  } = asked;
  if (status !== undefined) {
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    response.writeHead(status).end();
    return;
  }
  const etag = etagOf(bytes);
  const from = range !== undefined && ifRange === etag ? Number(/bytes=(\d+)-/.exec(range)?.[1]) : 0;
  const body = bytes.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': body.length,
    ...(isBare !== true && { etag }),
    ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
  if (until !== undefined) {
    response.write(body.subarray(0, 1000));
    void until.then(() => response.end(body.subarray(1000)));
  } else if (breakAfter === undefined) response.end(body);
  else {
    response.flushHeaders();
    response.write(body.subarray(0, breakAfter));
    const breakOff = (): void => {
      if (response.closed || breakAfter === 0 || arrived() >= from + breakAfter) response.destroy();
      else setImmediate(breakOff);
    };
    breakOff();
  }
}

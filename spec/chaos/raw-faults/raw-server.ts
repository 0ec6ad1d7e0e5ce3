import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A request as it came over the socket, and a good response to it. */
export interface RawRequest {
  /** How many came over this connection before. */
  readonly nth: number;
  /** Bytes of a whole HTTP response that is right. */
  readonly good: string;
  /** Only the JSON of it. */
  readonly goodBody: string;
}

export type Serve = (socket: Socket, request: RawRequest) => void;

/** Answers with bytes, below HTTP. The first part of the path names who serves it. */
export class RawServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(servers: ReadonlyMap<string, Serve>) {
    this.#server = createServer(socket => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
      receive(socket, servers);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

/** Waits for each whole request, so that an early response does not cut it off. */
function receive(socket: Socket, servers: ReadonlyMap<string, Serve>): void {
  let buffer = '';
  let nth = 0;
  socket.setEncoding('latin1').on('data', chunk => {
    buffer += String(chunk);
    const end = buffer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = buffer.slice(0, end);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    if (
      /^transfer-encoding: *chunked/im.test(head)
        ? !buffer.endsWith('0\r\n\r\n')
        : buffer.length < end + 4 + length
    )
      return;
    buffer = '';
    const [, method = '', name = '', path = ''] = /^(\S+) \/([^/]+)\/(\S*)/.exec(head) ?? [];
    const goodBody = goodBodyFor(method, path);
    servers.get(name)?.(socket, { nth: nth++, goodBody, good: http(200, goodBody) });
  });
}

function goodBodyFor(method: string, path: string): string {
  if (method === 'POST') return JSON.stringify({ job_id: 'made-1' });
  const report = (jobId: string) => ({ job_id: jobId, result: 'completed' });
  const ids = /job_ids=([^&]*)/.exec(path)?.[1];
  if (ids === undefined) return JSON.stringify(report(path.replace('status/', '')));
  return JSON.stringify({ jobs: decodeURIComponent(ids).split(',').map(report) });
}

/** An HTTP/1.1 response with JSON, after which the connection is closed, so that no two faults share a socket. */
export function http(
  status: number,
  body = '',
  headers: Readonly<Record<string, string | number>> = {},
): string {
  const usual = { 'content-type': 'application/json', connection: 'close' };
  const all = { ...usual, 'content-length': Buffer.byteLength(body), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Any\r\n${lines.join('')}\r\n${body}`;
}

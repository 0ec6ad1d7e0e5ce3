import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { IncomingMessage, RequestListener } from 'node:http';

/** A server on a free port of this machine, for one spec. */
export interface Wire extends AsyncDisposable {
  readonly url: string;
  close(): Promise<void>;
}

/** An HTTP server that answers every request the same way. */
export async function httpWire(
  answer: RequestListener,
): Promise<Wire & { readonly seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  return Object.assign(await listening(server), { seen });
}

/** A TCP server, which need not write valid HTTP. `answer` is called once the first bytes of a request have arrived. */
export async function tcpWire(answer: (socket: Socket) => void): Promise<Wire> {
  return await listening(createTcpServer(socket => socket.once('data', () => answer(socket))));
}

async function listening(server: Server): Promise<Wire> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    for (const socket of open) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close, [Symbol.asyncDispose]: close };
}

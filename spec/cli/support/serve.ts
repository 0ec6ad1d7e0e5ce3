import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Status, body, which is sent as JSON unless it is a string, and headers. */
export type Answer = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

/** A plain HTTP server on a free port with the given responses. */
export async function serve(answer: (method: string, path: string) => Answer) {
  const server = createServer((request, response) => {
    const [status, body, headers] = answer(request.method ?? '', request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

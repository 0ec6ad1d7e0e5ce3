import { HttpClient } from '../../../../lib/transport/http/http-client.js';
import type { HttpOptions } from '../../../../lib/transport/http/http-options.js';

/** One poll of a job. */
export const poll = (options: HttpOptions) =>
  new HttpClient(options).send('GET', ['status', 'j1'], { jobId: 'j1' });

/** An HTTP/1.1 response as it goes over the wire. */
export const raw = (status: string, headers: Record<string, string>, body: string | Buffer = '') =>
  Buffer.concat([
    Buffer.from(
      [`HTTP/1.1 ${status}`, ...Object.entries(headers).map(([n, v]) => `${n}: ${v}`), '', ''].join('\r\n'),
    ),
    Buffer.from(body),
  ]);

/** A JSON answer as it goes over the wire. */
export const json = (body: string | Buffer, headers = {}) =>
  raw('200 OK', { 'content-length': String(body.length), connection: 'close', ...headers }, body);

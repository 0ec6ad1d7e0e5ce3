import { request, type IncomingHttpHeaders } from 'node:http';

/** The answer of a server. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends one request with exactly these headers: `fetch` does not allow setting `Host`. */
export const send = (
  url: string,
  {
    method = 'GET',
    headers = {},
    body = [],
  }: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    /** Sent in chunks, so without a Content-Length unless `headers` has one. */
    readonly body?: readonly string[];
  } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, incoming => {
      let text = '';
      incoming.setEncoding('utf8').on('data', piece => (text += piece as string));
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }),
      );
    });
    outgoing.on('error', reject);
    for (const piece of body) outgoing.write(piece);
    outgoing.end();
  });

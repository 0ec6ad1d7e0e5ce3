import type { Env } from '../http/env.js';
import { Problem } from '../http/problem.js';

/** Passes a request on if its body has at most `maxBytes`; otherwise returns 413, without reading the rest. */
export const withinLimit = async (
  request: Request,
  env: Env,
  maxBytes: number,
  handle: (request: Request, env: Env) => Response | Promise<Response>,
): Promise<Response> => {
  if (request.method === 'GET' || request.method === 'HEAD') return handle(request, env);
  // Node enforces a Content-Length. Without one the bytes must be counted.
  const announced = env.incoming?.headers['content-length'];
  if (announced !== undefined)
    return Number(announced) > maxBytes ? tooLarge(maxBytes) : handle(request, env);
  if (request.body === null) return handle(request, env);
  const body = await read(request.body, maxBytes);
  if (body === undefined) return tooLarge(maxBytes);
  const { url, method, headers, signal } = request;
  return handle(new Request(url, { method, headers, signal, body }), env);
};

/** The whole body; undefined if it is longer than `maxBytes`. */
const read = async (
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
};

const tooLarge = (maxBytes: number): Response =>
  new Problem(413, 'payload_too_large', `The body must have at most ${maxBytes} bytes.`).toResponse();

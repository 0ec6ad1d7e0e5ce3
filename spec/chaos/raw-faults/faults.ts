// What can go wrong below and around HTTP, each with what it must mean to the breaker (absent: either is right).
import { gzipSync } from 'node:zlib';
import { http, type Serve } from './raw-server.js';

export interface RawFault {
  readonly name: string;
  readonly serve: Serve;
  readonly outcome?: 'success' | 'failure' | 'neutral';
  /** It ends only by the time limit, which is short then. */
  readonly isSlow?: boolean;
  /** `either`: the response may still be readable, so it need not be an error. @default 'error' */
  readonly result?: 'error' | 'answer' | 'either';
}

/** One byte in so many ms: the whole never comes in time. */
const DRIP_MS = 100;

const write =
  (bytes: string | Uint8Array): Serve =>
  socket =>
    socket.end(bytes);
const status = (code: number, headers: Readonly<Record<string, string | number>> = {}): Serve =>
  write(http(code, '{"error":{"code":"x","message":"no"}}', headers));
const page = '<!doctype html><title>Sign in</title>';
const html = { 'content-type': 'text/html' };
const halfOf = (text: string): string => text.slice(0, text.length - 5);
const gzip = { 'content-encoding': 'gzip' };

function withBytes(bytes: Uint8Array, headers: Readonly<Record<string, string | number>> = {}): Uint8Array {
  return Buffer.concat([Buffer.from(http(200, '', { 'content-length': bytes.length, ...headers })), bytes]);
}

const FAILURE = { outcome: 'failure' } as const;
const SLOW = { outcome: 'failure', isSlow: true } as const;
const NEUTRAL = { outcome: 'neutral' } as const;
const SUCCESS = { outcome: 'success' } as const;

/** The few that `npm test` tries as well. */
export const COMMON_FAULTS: readonly RawFault[] = [
  { name: 'reset', serve: socket => socket.resetAndDestroy(), ...FAILURE },
  { name: 'end', serve: socket => socket.end(), ...FAILURE },
  { name: 'headers-never-come', serve: () => undefined, ...SLOW },
  { name: 'body-stalls', serve: (socket, { good }) => socket.write(halfOf(good)), ...SLOW },
  {
    name: 'reset-in-body',
    serve: (socket, { good }) => socket.write(halfOf(good), () => socket.resetAndDestroy()),
    ...FAILURE,
  },
  { name: 'end-in-body', serve: (socket, { good }) => socket.end(halfOf(good)), ...FAILURE },
  { name: 'cut-json', serve: (socket, { goodBody }) => socket.end(http(200, halfOf(goodBody))), ...FAILURE },
  { name: 'page-200', serve: write(http(200, page, html)), ...FAILURE },
  { name: 'empty-200', serve: write(http(200)), ...FAILURE },
  { name: 'garbage', serve: write('SSH-2.0-OpenSSH_9.6\r\n\r\n'), ...FAILURE },
  { name: 'status-429-10', serve: status(429, { 'retry-after': 10 }), ...NEUTRAL },
  { name: 'status-503-10', serve: status(503, { 'retry-after': 10 }), ...NEUTRAL },
  { name: 'status-503', serve: status(503), ...FAILURE },
  { name: 'status-404', serve: status(404), ...SUCCESS },
  { name: 'redirect-loop', serve: status(302, { location: 'status' }), ...NEUTRAL },
];

const statuses = (outcome: RawFault['outcome'], ...codes: readonly number[]): readonly RawFault[] =>
  codes.map(code => ({ name: `status-${code}`, serve: status(code), ...(outcome && { outcome }) }));

const retryAfter = (code: number, ...values: readonly string[]): readonly RawFault[] =>
  values.map((value, i) => ({
    name: `status-${code}-after-${i + 1}`,
    serve: status(code, { 'retry-after': value, date: 'Thu, 26 Nov 2026 09:00:00 GMT' }),
    ...NEUTRAL,
  }));

export const ALL_FAULTS: readonly RawFault[] = [
  ...COMMON_FAULTS,
  {
    name: 'drip',
    serve: (socket, { good }) => {
      let sent = 0;
      const timer = setInterval(() => socket.write(good.charAt(sent++)), DRIP_MS);
      socket.on('close', () => clearInterval(timer));
    },
    ...SLOW,
  },
  {
    name: 'drip-body',
    serve: (socket, { goodBody }) => {
      socket.write(http(200, '', { 'content-length': goodBody.length }));
      let sent = 0;
      const timer = setInterval(() => socket.write(goodBody.charAt(sent++)), DRIP_MS);
      socket.on('close', () => clearInterval(timer));
    },
    ...SLOW,
  },
  { name: 'page-502', serve: write(http(502, page, html)), ...FAILURE },
  { name: 'empty-204', serve: write('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'), ...FAILURE },
  { name: 'empty-object', serve: write(http(200, '{}')), ...FAILURE },
  { name: 'empty-array', serve: write(http(200, '[]')), ...FAILURE },
  { name: 'null', serve: write(http(200, 'null')), ...FAILURE },
  { name: 'text', serve: write(http(200, 'ok', { 'content-type': 'text/plain' })), ...FAILURE },
  { name: 'not-modified', serve: write('HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n') },
  { name: 'continue-only', serve: socket => socket.write('HTTP/1.1 100 Continue\r\n\r\n'), ...SLOW },
  {
    name: 'continue-first',
    serve: (socket, { good }) => socket.end(`HTTP/1.1 100 Continue\r\n\r\n${good}`),
    result: 'either',
  },
  {
    name: 'early-hints-first',
    serve: (socket, { good }) => socket.end(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${good}`),
    result: 'answer',
    ...SUCCESS,
  },
  {
    name: 'switching',
    serve: write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: tea\r\n\r\n'),
    ...FAILURE,
  },
  ...statuses('success', 400, 401, 402, 403, 405, 406, 410, 411, 413, 414, 415, 422, 431, 451),
  ...statuses('failure', 408, 500, 502, 504, 505, 507, 520, 522, 524),
  ...statuses('neutral', 425, 429, 301, 307, 308),
  // 303 means another thing to a create than to a poll.
  ...statuses(undefined, 303, 409, 407, 501, 600, 999),
  ...retryAfter(
    429,
    '0',
    '10.0',
    ' 7 ',
    '3600',
    'Thu, 26 Nov 2026 09:00:05 GMT',
    'Thu, 26 Nov 2020 09:00:05 GMT',
    'soon',
    '-1',
    '1e9',
    '99999999999999999999',
  ),
  ...retryAfter(503, '0', '10.0', '3600', 'Thu, 26 Nov 2026 09:00:05 GMT'),
  { name: 'status-text-line', serve: write('HTTP/1.1 twohundred OK\r\n\r\n{}'), ...FAILURE },
  { name: 'big-headers', serve: write(http(200, '{}', { 'x-big': 'a'.repeat(20 * 1024) })), ...FAILURE },
  {
    name: 'two-lengths',
    serve: (socket, { goodBody }) =>
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${goodBody.length}\r\ncontent-length: 3\r\n\r\n${goodBody}`,
      ),
    ...FAILURE,
  },
  { name: 'bad-gzip', serve: write(withBytes(Buffer.from('this is not gzip'), gzip)), ...FAILURE },
  {
    name: 'cut-gzip',
    serve: write(withBytes(gzipSync('{"job_id":"made-1"}'.padEnd(400)).subarray(0, 20), gzip)),
    ...FAILURE,
  },
  {
    name: 'gzip-bomb',
    serve: write(withBytes(gzipSync(Buffer.alloc(16 * 1024 * 1024, ' ')), gzip)),
    ...FAILURE,
  },
  { name: 'huge', serve: write(http(200, `"${' '.repeat(2 * 1024 * 1024)}"`)), ...FAILURE },
  { name: 'deep-json', serve: write(http(200, '['.repeat(50_000) + ']'.repeat(50_000))), ...FAILURE },
  { name: 'proto', serve: write(http(200, '{"__proto__":{"job_id":"x","result":"completed"}}')), ...FAILURE },
  {
    name: 'bom',
    serve: (socket, { goodBody }) => socket.end(http(200, `\uFEFF${goodBody}`)),
    result: 'either',
  },
  {
    name: 'invalid-utf-8',
    serve: (socket, { goodBody }) =>
      socket.end(withBytes(Buffer.concat([Buffer.from(halfOf(goodBody)), Buffer.from([0xc3, 0x28])]))),
    ...FAILURE,
  },
  { name: 'redirect-elsewhere', serve: status(307, { location: 'http://example.invalid/' }), ...NEUTRAL },
  { name: 'redirect-nowhere', serve: status(302, { location: '//[' }), ...NEUTRAL },
  {
    name: 'bad-chunks',
    serve: write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n'),
    ...FAILURE,
  },
  {
    name: 'no-length',
    serve: (socket, { goodBody }) =>
      socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${goodBody}`),
    result: 'answer',
    ...SUCCESS,
  },
  {
    name: 'answer-twice',
    serve: (socket, { good }) => socket.end(good + good),
    result: 'answer',
    ...SUCCESS,
  },
];

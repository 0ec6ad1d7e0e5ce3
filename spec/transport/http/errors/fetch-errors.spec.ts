import { describe, expect, it } from '@jest/globals';
import { fetchError, timeLimitError } from '../../../../lib/transport/http/errors/fetch-errors.js';
import { Redactor } from '../../../../lib/transport/http/redactor.js';

const request = {
  label: 'GET /status/j1',
  origin: 'http://localhost',
  about: { jobId: 'j1' },
  redactor: new Redactor(),
};

const fault = (message: string, code?: string, cause?: unknown): Error =>
  Object.assign(new TypeError(message, { cause }), code === undefined ? {} : { code });
const undici = (message: string, code?: string) => fault('fetch failed', undefined, fault(message, code));

describe('an error thrown by a platform', () => {
  it.each([
    // Node
    ['refused', undici('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'), 'NetworkError', 'ECONNREFUSED'],
    ['reset', undici('read ECONNRESET', 'ECONNRESET'), 'NetworkError', 'ECONNRESET'],
    [
      'cut',
      fault('terminated', undefined, fault('other side closed', 'UND_ERR_SOCKET')),
      'NetworkError',
      'UND_ERR_SOCKET',
    ],
    ['unresolvable', undici('getaddrinfo EAI_AGAIN x', 'EAI_AGAIN'), 'NetworkError', 'EAI_AGAIN'],
    ['not HTTP', undici('Expected HTTP/', 'HPE_INVALID_CONSTANT'), 'NetworkError', 'HPE_INVALID_CONSTANT'],
    [
      'bad gzip',
      fault('terminated', undefined, fault('incorrect header check', 'Z_DATA_ERROR')),
      'NetworkError',
      'Z_DATA_ERROR',
    ],
    [
      'through ky 2',
      fault('Request failed', undefined, undici('x', 'ECONNREFUSED')),
      'NetworkError',
      'ECONNREFUSED',
    ],
    [
      'self-signed',
      undici('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
      'RequestError',
      'certificate',
    ],
    ['expired', undici('certificate has expired', 'CERT_HAS_EXPIRED'), 'RequestError', 'certificate'],
    [
      'other name',
      undici("does not match certificate's altnames", 'ERR_TLS_CERT_ALTNAME_INVALID'),
      'RequestError',
      'certificate',
    ],
    [
      'no issuer',
      undici('unable to verify the first leaf', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      'RequestError',
      'certificate',
    ],
    ['port', undici('bad port'), 'RequestError', 'blocked_port'],
    ['a message that only ends like that', undici('not a bad port'), 'NetworkError', undefined],
    ['a message that only begins like that', undici('bad port of the proxy'), 'NetworkError', undefined],
    [
      'a proxy that wants a password',
      undici('Proxy response (407) !== 200 when HTTP Tunneling', 'UND_ERR_ABORTED'),
      'RequestError',
      'proxy_refused',
    ],
    [
      'a proxy that cannot connect',
      undici('Proxy response (502) !== 200 when HTTP Tunneling', 'UND_ERR_ABORTED'),
      'NetworkError',
      'proxy_refused',
    ],
    [
      'a proxy that took too long',
      undici('Proxy response (408) !== 200 when HTTP Tunneling', 'UND_ERR_ABORTED'),
      'NetworkError',
      'proxy_refused',
    ],
    [
      'a proxy that limits connections',
      undici('Proxy response (429) !== 200 when HTTP Tunneling', 'UND_ERR_ABORTED'),
      'NetworkError',
      'proxy_refused',
    ],
    [
      'address',
      fault('Failed to parse URL from http://%/', undefined, fault('Invalid URL', 'ERR_INVALID_URL')),
      'RequestError',
      'bad_url',
    ],
    [
      'address, in other words',
      fault('fetch() URL is invalid', 'ERR_INVALID_URL'),
      'RequestError',
      'bad_url',
    ],
    // A connection that was never made, as opposed to one that was lost
    [
      'undici cannot connect in time',
      undici('Connect Timeout Error', 'UND_ERR_CONNECT_TIMEOUT'),
      'NetworkError',
      'UND_ERR_CONNECT_TIMEOUT',
    ],
    [
      'Node cannot connect to any IP address',
      fault(
        'fetch failed',
        undefined,
        Object.assign(new AggregateError([Object.assign(new Error(), { syscall: 'connect' })]), {
          code: 'ETIMEDOUT',
        }),
      ),
      'NetworkError',
      'UND_ERR_CONNECT_TIMEOUT',
    ],
    [
      'node-fetch cannot connect in time',
      fault('request to http://x/ failed, reason: connect ETIMEDOUT 10.0.0.1:80', 'ETIMEDOUT'),
      'NetworkError',
      'UND_ERR_CONNECT_TIMEOUT',
    ],
    [
      'Node has no way to the host',
      fault(
        'fetch failed',
        undefined,
        Object.assign(fault('connect EHOSTUNREACH 10.0.0.1:80', 'EHOSTUNREACH'), { syscall: 'connect' }),
      ),
      'NetworkError',
      'UND_ERR_CONNECT_TIMEOUT',
    ],
    [
      'node-fetch has no network',
      fault('request to http://x/ failed, reason: connect ENETUNREACH 10.0.0.1:80', 'ENETUNREACH'),
      'NetworkError',
      'UND_ERR_CONNECT_TIMEOUT',
    ],
    ['lost', fault('read ETIMEDOUT', 'ETIMEDOUT'), 'NetworkError', 'ETIMEDOUT'],
    [
      'lost together with the way to the host',
      Object.assign(fault('read EHOSTUNREACH', 'EHOSTUNREACH'), { syscall: 'read' }),
      'NetworkError',
      'EHOSTUNREACH',
    ],
    ['lost with the network', fault('write ENETUNREACH', 'ENETUNREACH'), 'NetworkError', 'ENETUNREACH'],
    ['refused', fault('connect ECONNREFUSED', 'ECONNREFUSED'), 'NetworkError', 'ECONNREFUSED'],
    // Browsers do not distinguish
    ['Chromium', fault('Failed to fetch'), 'NetworkError', undefined],
    ['Firefox', fault('NetworkError when attempting to fetch resource.'), 'NetworkError', undefined],
    ['Safari', fault('Load failed'), 'NetworkError', undefined],
    // Bun
    [
      'Bun refused',
      fault('Unable to connect. Is the computer able to access the url?', 'ConnectionRefused'),
      'NetworkError',
      'ConnectionRefused',
    ],
    [
      'Bun reset',
      fault('The socket connection was closed unexpectedly.', 'ECONNRESET'),
      'NetworkError',
      'ECONNRESET',
    ],
    [
      'Bun certificate',
      fault('self signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
      'RequestError',
      'certificate',
    ],
    // Deno
    [
      'Deno refused',
      fault(
        'error sending request for url (http://x/): tcp connect error: Connection refused (os error 111)',
      ),
      'NetworkError',
      undefined,
    ],
    [
      'Deno certificate',
      fault('error sending request: invalid peer certificate: UnknownIssuer'),
      'RequestError',
      'certificate',
    ],
    // Anything else
    ['a text', 'out of order', 'NetworkError', undefined],
    ['nothing', undefined, 'NetworkError', undefined],
    [
      'a DOMException, whose code is a number',
      new DOMException('aborted', 'AbortError'),
      'NetworkError',
      undefined,
    ],
    ['a code that is a text', fault('x', 'key hunter2'), 'NetworkError', undefined],
  ])('%s', (_, thrown, name, code) => {
    const error = fetchError(request, thrown);
    expect(error).toMatchObject({ name, jobId: 'j1' });
    expect(Reflect.get(error, 'code')).toBe(code);
    expect(Reflect.get(error, 'status')).toBeUndefined();
    expect(error.cause).toBeUndefined();
    expect(error.message).not.toMatch(/hunter2|out of order|http:/);
  });

  it('may have a cycle of causes', () => {
    const circle: { cause?: unknown } = {};
    circle.cause = circle;
    expect(fetchError(request, circle).name).toBe('NetworkError');
  });

  it('is described in one sentence', () => {
    expect(fetchError(request, undici('x', 'ECONNREFUSED')).message).toBe(
      'GET /status/j1 got no complete response: ECONNREFUSED',
    );
    expect(fetchError(request, undici('bad port')).message).toBe(
      'GET /status/j1 cannot be sent: fetch blocks that port',
    );
    expect(timeLimitError(request, 5000, true)).toMatchObject({
      name: 'NetworkError',
      code: 'timeout',
      jobId: 'j1',
      message: 'GET /status/j1 got no complete response within 5000 ms',
    });
  });
});

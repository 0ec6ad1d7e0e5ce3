import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseBaseUrl, pathOf, searchOf } from '../../../lib/transport/http/base-url.js';

describe('base URL', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com', ''],
    ['https://api.example.com/', 'https://api.example.com', ''],
    ['https://API.example.com:443/v1/', 'https://api.example.com', '/v1'],
    ['http://127.0.0.1:3000/a/b', 'http://127.0.0.1:3000', '/a/b'],
  ])('parses %s', (given, origin, path) => {
    expect(parseBaseUrl(given, false)).toEqual({ origin, path });
    expect(parseBaseUrl(new URL(given), false)).toEqual({ origin, path });
  });

  it.each([
    ['api.example.com', 'must be a complete URL such as https://api.example.com, got "api.example.com"'],
    ['', 'must be a complete URL such as https://api.example.com, got ""'],
    [undefined, 'must be a complete URL such as https://api.example.com'],
    ['ftp://example.com', 'must begin with http:// or https://, got ftp:'],
    ['https://me:hunter2@example.com', 'must not contain a user name or password'],
    ['https://hunter2@example.com', 'must not contain a user name or password'],
    ['https//me:hunter2@example.com', 'must be a complete URL such as https://api.example.com'],
    ['https://example.com/?key=hunter2', 'must not have a query or fragment'],
    ['https://example.com/#hunter2', 'must not have a query or fragment'],
  ])('refuses %s without repeating a secret', (given, bound) => {
    const parse = () => parseBaseUrl(given, false);
    expect(parse).toThrow(TypeError);
    expect(parse).toThrow(`Cannot reach a service: \`baseUrl\` ${bound}`);
    expect(parse).not.toThrow(/hunter2/);
  });

  it.each([
    ['https://example.com', true],
    ['http://localhost:3000', true],
    ['http://api.localhost', true],
    ['http://127.0.0.1', true],
    ['http://127.1', true],
    ['http://127.8.9.10:80', true],
    ['http://[::1]:3000', true],
    ['http://example.com', false],
    ['http://10.0.0.1', false],
    ['http://0.0.0.0', false],
    ['http://127.0.0.1.example.com', false],
    ['http://localhost.example.com', false],
    ['http://notlocalhost', false],
  ])('with a key, %s: %p', (given, allowed) => {
    expect(parseBaseUrl(given, false)).toBeDefined();
    if (allowed) expect(parseBaseUrl(given, true)).toBeDefined();
    else expect(() => parseBaseUrl(given, true)).toThrow(/must begin with https:\/\/ while a key is sent/);
  });
});

describe('URLs below it', () => {
  const base = 'https://api.example.com/v1';
  const addressOf = (path: readonly string[], query?: Record<string, string>) =>
    `${base}/${pathOf(path)}${searchOf(query)}`;

  it('encode segments and queries, but not the commas between ids', () => {
    expect(addressOf(['status', 'a:b~c'])).toBe('https://api.example.com/v1/status/a:b~c');
    expect(addressOf(['a/b', 'c?d', 'ä'])).toBe('https://api.example.com/v1/a%2Fb/c%3Fd/%C3%A4');
    expect(addressOf(['x'], { ids: 'a,b', token: 'a=b&c' })).toBe(
      'https://api.example.com/v1/x?ids=a,b&token=a%3Db%26c',
    );
  });

  it.each([[['..']], [['.']], [['status', '..', 'keys']], [['']], [['status', '']]])(
    'refuses %p',
    segments => {
      expect(() => addressOf(segments)).toThrow(TypeError);
    },
  );

  it('stay below the base, and match what the URL class makes of them', () => {
    const segment = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('//evil.example', '\\\\evil.example', 'https://evil.example', '@evil.example'),
      fc.constantFrom('%2e%2e', '...', '.%2e', '\t..', '..;', '..\\', '?', '#', ' '),
    );
    const segments = fc
      .array(segment, { minLength: 1 })
      .filter(all => !all.some(one => /^\.{1,2}$/.test(one)));
    fc.assert(
      fc.property(segments, fc.dictionary(fc.string({ unit: 'binary' }), fc.string()), (path, query) => {
        const url = new URL(addressOf(path, query));
        expect(url.origin).toBe('https://api.example.com');
        expect(url.pathname).toBe(`/v1/${pathOf(path)}`);
        expect(url.pathname.split('/').slice(2).map(decodeURIComponent)).toEqual(path);
        expect(url.hash).toBe('');
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { checkHeaders, secretsIn } from '../../../lib/transport/http/headers.js';

describe('headers', () => {
  it('lower-cases names', () => {
    expect(checkHeaders({ 'X-Api-Key': 'k', Accept: 'a b' })).toEqual({ 'x-api-key': 'k', accept: 'a b' });
    expect(checkHeaders(undefined)).toEqual({});
  });

  it.each([
    [{ 'x-api-key': 'hunter2\n' }],
    [{ 'x-api-key': ' hunter2' }],
    [{ 'x-api-key': 'hunter2\0' }],
    [{ 'x-api-key': 'hunter2–' }],
    [{ 'x-api-key': '' }],
    [{ 'x-api-key': ['hunter2'] }],
    [{ 'x api key': 'hunter2' }],
    [{ '': 'hunter2' }],
    [[['x-api-key', 'hunter2']]],
    [new Headers({ 'x-api-key': 'hunter2' })],
    // Each create has its own.
    [{ 'Idempotency-Key': 'hunter2' }],
    [null],
    ['hunter2'],
  ])('refuses %p without printing a value', headers => {
    expect(() => checkHeaders(headers)).toThrow(TypeError);
    expect(() => checkHeaders(headers)).not.toThrow(/hunter2/);
  });

  it.each([
    ['user and password', 'me:hunter2:x', 'hunter2:x'],
    ['a key as the user, without a password', 'hunter2:', 'hunter2'],
  ])('treats %s of Basic as a secret', (_, decoded, secret) => {
    const authorization = `Basic ${Buffer.from(decoded).toString('base64')}`;
    expect(secretsIn({ authorization })).toEqual([authorization, authorization.slice(6), secret]);
  });

  it.each([
    ['cookie', 'a=hunter2; theme=dark', 'hunter2'],
    ['cookie', 'theme=dark; a=hunter2', 'hunter2'],
    ['authorization', 'Token token="hunter2"', 'hunter2'],
    ['authorization', 'HMAC-SHA256 id:hunter2', 'hunter2'],
    ['x-api-key', 'key=hunter2==', 'hunter2=='],
  ])('recognises the secret after a name in %s: %s', (name, value, secret) => {
    expect(secretsIn({ [name]: value })).toContain(secret);
  });

  it('recognises secrets by header name, and what follows a scheme', () => {
    expect(secretsIn({ accept: 'text/plain', 'x-tenant': 'acme' })).toEqual([]);
    for (const name of ['x-api-key', 'x-jwt-assertion', 'x-credential', 'x-bearer'])
      expect(secretsIn({ [name]: 'hunter2' })).toEqual(['hunter2']);
    expect(secretsIn({ authorization: 'Bearer hunter2' })).toEqual(['Bearer hunter2', 'hunter2']);
    expect(secretsIn({ authorization: 'Basic !' })).toEqual(['Basic !']);
  });

  it('takes three characters for no secret: they occur in every text', () => {
    expect(secretsIn({ 'x-api-key': 'abc' })).toEqual([]);
    expect(secretsIn({ 'x-api-key': 'abcd' })).toEqual(['abcd']);
  });
});

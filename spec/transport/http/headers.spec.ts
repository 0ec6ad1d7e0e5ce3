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

  it('treats the password of Basic as a secret', () => {
    const authorization = `Basic ${Buffer.from('me:hunter2:x').toString('base64')}`;
    expect(secretsIn({ authorization })).toContain('hunter2:x');
    expect(secretsIn({ authorization: 'Basic !' })).toEqual(['Basic !']);
  });

  it('recognises secrets by header name, and what follows a scheme', () => {
    expect(secretsIn({ accept: 'text/plain', 'x-tenant': 'acme' })).toEqual([]);
    for (const name of ['x-api-key', 'x-jwt-assertion', 'x-credential', 'x-bearer'])
      expect(secretsIn({ [name]: 'hunter2' })).toEqual(['hunter2']);
    expect(secretsIn({ authorization: 'Bearer hunter2' })).toEqual(['Bearer hunter2', 'hunter2']);
    expect(secretsIn({ cookie: 'a=hunter2; b=hunter3' })).toEqual(['a=hunter2; b=hunter3', 'b=hunter3']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { heygenApi } from '../../../lib/transport/heygen/heygen-api.js';
import type { HeygenOptions } from '../../../lib/transport/heygen/heygen-http.js';
import { scriptedHeygen } from './support/scripted-heygen.js';

describe('options', () => {
  it('send a key or a token, to HeyGen', async () => {
    const seen: [string, Headers][] = [];
    const fetch = (address: string, init: RequestInit) => {
      seen.push([address, new Headers(init.headers)]);
      return Response.json({ data: { id: 'j1', status: 'running' } });
    };
    await firstValueFrom(heygenApi({ apiKey: 'k', fetch }).status('j1'));
    await firstValueFrom(heygenApi({ accessToken: 't', fetch }).status('j1'));
    await firstValueFrom(
      heygenApi({ apiKey: 'k', fetch, baseUrl: 'http://localhost:3000/mock' }).status('j1'),
    );
    expect(seen.map(([address]) => address)).toEqual([
      'https://api.heygen.com/v3/video-translations/j1',
      'https://api.heygen.com/v3/video-translations/j1',
      'http://localhost:3000/mock/v3/video-translations/j1',
    ]);
    expect(seen.map(([, headers]) => [headers.get('x-api-key'), headers.get('authorization')])).toEqual([
      ['k', null],
      [null, 'Bearer t'],
      ['k', null],
    ]);
  });

  it.each([
    [{}, 'pass either `apiKey` or `accessToken`'],
    [{ apiKey: undefined }, 'pass either `apiKey` or `accessToken`'],
    [{ apiKey: 'hunter2', accessToken: 'hunter2' }, 'pass either `apiKey` or `accessToken`'],
    [{ apiKey: '' }, '`apiKey` is empty: is its environment variable set?'],
    [{ apiKey: 'hunter2 ' }, '`apiKey` must be one word of printable ASCII'],
    [{ accessToken: 'hunter2\n' }, '`accessToken` must be one word of printable ASCII'],
    [{ apiKey: { hunter2: 1 } }, '`apiKey` must be one word of printable ASCII'],
    [{ apikey: 'hunter2' }, 'unknown option `apikey`, known are apiKey, '],
    [{ apiKey: 'hunter2', headers: {} }, 'unknown option `headers`, known are apiKey, '],
    [{ apiKey: 'hunter2', createTimeoutMs: '5' }, '`createTimeoutMs` must be a finite number, got "5"'],
    [{ apiKey: 'hunter2', fetch: 5 }, '`fetch` must be a function, got 5'],
    [undefined, 'the options must be an object, got undefined'],
  ])('refuse %j without showing a key', (options, bound) => {
    const make = () => heygenApi(options as unknown as HeygenOptions);
    expect(make).toThrow(`Cannot reach HeyGen: ${bound}`);
    expect(make).not.toThrow(/hunter2/);
  });

  it('refuse plain http for a key', () => {
    expect(() => heygenApi({ accessToken: 'k', baseUrl: 'http://api.heygen.com' })).toThrow(
      /https:\/\/ while a key/,
    );
    expect(() => heygenApi({ apiKey: 'hunter2', baseUrl: 'http://api.heygen.com' })).toThrow(
      /https:\/\/ while a key/,
    );
  });

  it('include a schedule that suits jobs of many minutes', () => {
    const {
      initialIntervalMs = 0,
      maxIntervalMs = 0,
      multiplier = 0,
      timeoutMs,
    } = scriptedHeygen().api.defaults.polling;
    const pollsAt = [0];
    for (
      let wait = initialIntervalMs;
      pollsAt.at(-1)! < 600_000;
      wait = Math.min(maxIntervalMs, wait * multiplier)
    ) {
      pollsAt.push(pollsAt.at(-1)! + wait);
    }
    expect(pollsAt[1]).toBe(30_000);
    // HeyGen's own advice means 6 polls in the first three minutes, and 13 in the first ten.
    expect(pollsAt.filter(at => at > 0 && at <= 180_000)).toHaveLength(4);
    expect(pollsAt.filter(at => at > 0 && at <= 600_000)).toHaveLength(11);
    expect(timeoutMs).toBe(3_600_000);
  });
});

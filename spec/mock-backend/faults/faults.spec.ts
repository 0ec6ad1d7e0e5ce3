import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fault } from '../../../mock-backend/faults/fault-kinds.js';
import type { OutageWindow } from '../../../mock-backend/faults/outage-window.js';
import { Faults, type FaultsOptions } from '../../../mock-backend/faults/faults.js';
import { Outages } from '../../../mock-backend/faults/outages.js';

const faultsAt = (
  clock: { at: number },
  { windows = [], ...over }: Partial<FaultsOptions> & { windows?: OutageWindow[] } = {},
) =>
  new Faults({
    script: [],
    faults: 0,
    faultMix: [{ kind: 'status', status: 500 }],
    latencyMs: 0,
    outages: new Outages({ windows, now: () => clock.at }),
    seed: 7,
    now: () => clock.at,
    ...over,
  });

const kinds = (faults: Faults, ...requests: readonly string[]) =>
  requests.map(request => {
    const [method = '', target = ''] = request.split(' ');
    return faults.next(method, target).fault?.kind;
  });

describe('a script', () => {
  it('runs in order, each entry as often as it says; pass means no fault', () => {
    const faults = faultsAt(
      { at: 0 },
      { script: [{ kind: 'reset', times: 2 }, { kind: 'pass' }, { kind: 'stall' }] },
    );
    expect(kinds(faults, ...Array<string>(6).fill('GET /status'))).toEqual([
      'reset',
      'reset',
      undefined,
      'stall',
      undefined,
      undefined,
    ]);
    expect(faults.idle).toBe(true);
  });

  it.each<[string, string[], (string | undefined)[]]>([
    ['POST /job', ['GET /status/a', 'POST /job', 'POST /job'], [undefined, 'end', undefined]],
    ['POST', ['GET /status/a', 'POST /job'], [undefined, 'end']],
    ['/status', ['POST /job', 'GET /status?job_ids=a'], [undefined, 'end']],
    ['GET /status?job_ids', ['GET /status/a', 'GET /status?job_ids=a'], [undefined, 'end']],
    ['GET /status/b', ['GET /status/a', 'GET /status/b'], [undefined, 'end']],
  ])('may be aimed at %s', (on, requests, expected) => {
    expect(kinds(faultsAt({ at: 0 }, { script: [{ kind: 'end', on }] }), ...requests)).toEqual(expected);
  });

  it.each([
    ['/status/a%2Fb', 'end'],
    ['/status/%zz', undefined],
  ])('that is aimed at a job reads its id in the path: %s', (path, expected) => {
    const script: Fault[] = [{ kind: 'end', job: 'a/b' }];
    expect(kinds(faultsAt({ at: 0 }, { script }), `GET ${path}`)).toEqual([expected]);
  });

  it('skips entries that are aimed at other requests', () => {
    const script: Fault[] = [
      { kind: 'end', on: 'POST /job' },
      { kind: 'stall', on: '/status' },
    ];
    expect(kinds(faultsAt({ at: 0 }, { script }), 'GET /status', 'POST /job')).toEqual(['stall', 'end']);
  });

  it('can repeat for ever, be extended, and be cleared', () => {
    const faults = faultsAt({ at: 0 });
    faults.push({ kind: 'empty', times: Infinity });
    expect(new Set(kinds(faults, ...Array<string>(50).fill('GET /a')))).toEqual(new Set(['empty']));
    faults.clear();
    expect(faults.idle).toBe(true);
    expect(() => faults.push({ kind: 'status', status: 7 })).toThrow(
      'Cannot add a fault: `status` must be at least 100, got 7',
    );
  });
});

describe('an outage', () => {
  it('covers its windows since the start of the backend, without using up the script', () => {
    const clock = { at: 5000 };
    const faults = faultsAt(clock, {
      windows: [{ startsAfterMs: 10_000, lastsMs: 5000 }],
      script: [{ kind: 'stall' }],
    });
    const table = [14_999, 15_000, 19_999, 20_000].map(at => {
      clock.at = at;
      return faults.inOutage;
    });
    expect(table).toEqual([false, true, true, false]);
    clock.at = 16_000;
    expect(faults.next('GET', '/status').fault).toEqual({ kind: 'status', status: 503 });
    expect(faults.script).toHaveLength(1);
  });

  it('can be started by hand, for a time or until stopped, with a given kind', () => {
    const clock = { at: 0 };
    const faults = faultsAt(clock);
    faults.startOutage({ lastsMs: 100, as: { kind: 'reset' } });
    expect(kinds(faults, 'GET /status')).toEqual(['reset']);
    clock.at = 100;
    expect(kinds(faults, 'GET /status')).toEqual([undefined]);
    faults.startOutage();
    clock.at = 1e9;
    expect(faults.inOutage).toBe(true);
    faults.stopOutage();
    expect(faults.inOutage).toBe(false);
  });

  it('may be aimed', () => {
    const faults = faultsAt({ at: 0 });
    faults.startOutage({ as: { kind: 'end', on: 'POST' } });
    expect(kinds(faults, 'GET /status', 'POST /job')).toEqual([undefined, 'end']);
  });

  it.each<[object, string]>([
    [{ lastsMs: NaN }, '`lastsMs` must be milliseconds, 0 or more, got NaN'],
    [{ lasts: 5 }, 'unknown option `lasts`'],
    [{ as: { kind: 'end', times: 2 } }, '`as.times` is for scripts only, got 2'],
  ])('cannot be started with %j', (options, sentence) => {
    expect(() => faultsAt({ at: 0 }).startOutage(options)).toThrow(`Cannot start an outage: ${sentence}`);
  });
});

describe('random faults', () => {
  it('hit about the given share of requests, with every kind', () => {
    const mix: Fault[] = [{ kind: 'reset' }, { kind: 'html' }];
    const hits = kinds(
      faultsAt({ at: 0 }, { faults: 0.2, faultMix: mix }),
      ...Array<string>(3000).fill('GET /a'),
    ).filter(Boolean);
    expect(Math.abs(hits.length / 3000 - 0.2)).toBeLessThan(0.03);
    expect(Math.abs(hits.filter(kind => kind === 'reset').length / hits.length - 0.5)).toBeLessThan(0.1);
  });

  it('may be aimed', () => {
    const faults = faultsAt({ at: 0 }, { faults: 1, faultMix: [{ kind: 'end', on: 'POST' }] });
    expect(kinds(faults, 'GET /status', 'POST /job')).toEqual([undefined, 'end']);
  });

  it('are the same for the same seed, whatever the script does', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.boolean(), { maxLength: 30 }), (seed, scripted) => {
        const options = { seed, faults: 0.5, latencyMs: [1, 100] as const };
        const [one, two] = [faultsAt({ at: 0 }, options), faultsAt({ at: 0 }, options)];
        for (const isScripted of scripted) {
          if (isScripted) one.push({ kind: 'stall' });
          expect(one.next('GET', '/a').latencyMs).toBe(two.next('GET', '/a').latencyMs);
        }
        expect(one.next('GET', '/a')).toEqual(two.next('GET', '/a'));
      }),
      { numRuns: 50 },
    );
  });

  it('can be changed at run time', () => {
    const faults = faultsAt({ at: 0 });
    faults.share = 1;
    expect(kinds(faults, 'GET /a')).toEqual(['status']);
    faults.share = 0;
    expect(faults.next('GET', '/a')).toEqual({ latencyMs: 0 });
    faults.latencyMs = 5;
    expect([faults.idle, faults.next('GET', '/a')]).toEqual([false, { latencyMs: 5 }]);
    expect(() => (faults.latencyMs = -1)).toThrow(
      'Cannot set faults: `latencyMs` must be at least 0 ms, got -1',
    );
    expect(() => (faults.share = 1.5)).toThrow('Cannot set faults: `share` must be between 0 and 1, got 1.5');
  });
});

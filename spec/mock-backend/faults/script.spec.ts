import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createMockBackend } from '../../../mock-backend/index.js';
import type { Fault } from '../../../mock-backend/faults/fault-kinds.js';
import { Script } from '../../../mock-backend/faults/script.js';

const clock = { at: 0 };
const scriptOf = (...faults: readonly Fault[]) => new Script(faults, () => clock.at);
const kindsMet = (script: Script, ...requests: readonly string[]) =>
  requests.map(request => {
    const [method = '', target = ''] = request.split(' ');
    return script.next(method, target)?.kind;
  });

const CREATES = ['POST /job', 'POST /v3/video-translations', 'POST /v3/video-translations/batches'];
const SINGLES = ['GET /status', 'GET /status/a', 'GET /status?job_id=a', 'GET /v3/video-translations/a'];
const BULKS = ['GET /status?job_ids=a,b', 'GET /v3/video-translations/statuses?video_translation_ids=a,b'];
const OTHERS = ['GET /v3/video-translations/languages', 'GET /health', 'DELETE /v3/video-translations/a'];

describe('a fault', () => {
  it.each([
    ['create', CREATES],
    ['single', SINGLES],
    ['bulk', BULKS],
  ])('on %s affects only those calls, in both dialects', (on, expected) => {
    const all = [...CREATES, ...SINGLES, ...BULKS, ...OTHERS];
    const script = scriptOf({ kind: 'end', on, times: Infinity });
    expect(all.filter(request => kindsMet(script, request)[0] === 'end')).toEqual(expected);
  });

  it('aimed at a job affects requests that name it, alone or among others', () => {
    const script = scriptOf({ kind: 'end', job: 'a', times: Infinity });
    expect(
      kindsMet(script, ...SINGLES, ...BULKS, 'GET /status?job_ids=b,c', 'GET /status/ab', 'GET /status/%61'),
    ).toEqual([undefined, 'end', 'end', 'end', 'end', 'end', undefined, undefined, 'end']);
  });

  it('aimed at a job in bulk does not affect its single requests', () => {
    const script = scriptOf({ kind: 'end', on: 'bulk', job: 'a', times: Infinity });
    expect(kindsMet(script, 'GET /status/a', 'GET /status?job_ids=b,a', 'GET /status?job_ids=b')).toEqual([
      undefined,
      'end',
      undefined,
    ]);
  });

  it('aimed at large requests does not affect smaller ones', () => {
    const script = scriptOf({ kind: 'end', on: 'bulk', moreThan: 2, times: Infinity });
    expect(kindsMet(script, 'GET /status?job_ids=a,b,c', 'GET /status?job_ids=a,b')).toEqual([
      'end',
      undefined,
    ]);
  });
});

describe('a timed fault', () => {
  it('starts with the first request that meets it, whatever other faults do', () => {
    clock.at = 0;
    const script = scriptOf({ kind: 'html', on: 'single', forMs: 2000 }, { kind: 'end', on: 'single' });
    const at = (ms: number, request: string) => {
      clock.at = ms;
      return kindsMet(script, request)[0];
    };
    expect([
      at(5000, 'POST /job'),
      at(10_000, 'GET /status/a'),
      at(10_500, 'GET /status/b'),
      at(11_999, 'GET /status/a'),
      at(12_000, 'GET /status/a'),
      at(12_001, 'GET /status/a'),
    ]).toEqual([undefined, 'html', 'html', 'html', 'end', undefined]);
    expect(script.isEmpty).toBe(true);
  });
});

describe('a fault that could never take effect is refused in one sentence', () => {
  it.each<[object, string]>([
    [
      { kind: 'end', on: 'get /status' },
      "`script[0].on` must begin with a method or a path, or be 'create', 'single' or 'bulk', got \"get /status\"",
    ],
    [{ kind: 'end', on: 'creates' }, "or be 'create', 'single' or 'bulk', got \"creates\""],
    [{ kind: 'end', on: '' }, "or be 'create', 'single' or 'bulk', got \"\""],
    [{ kind: 'end', job: '' }, '`script[0].job` must not be empty, got ""'],
    [{ kind: 'end', moreThan: 0 }, '`script[0].moreThan` must be at least 1, got 0'],
    [{ kind: 'end', forMs: -1 }, '`script[0].forMs` must be at least 0 ms, got -1'],
    [{ kind: 'end', forMs: 5, times: 2 }, '`script[0].forMs` cannot be combined with `times`, got 5'],
    [
      { kind: 'words', words: 'x', when: 'before' },
      '`script[0].when` must be left out: this fault changes the real response, got "before"',
    ],
    [
      { kind: 'replica-lag', ms: 5, on: 'single' },
      '`script[0].on` must be \'create\' or a POST: this fault affects the job that is created, got "single"',
    ],
    [{ kind: 'replica-lag' }, '`script[0].ms` must be milliseconds, got undefined'],
    [{ kind: 'informational', status: 101 }, '`script[0].status` must be 100, 102 or 103, got 101'],
    [
      { kind: 'words', words: 5 },
      "`script[0].words` must be a word, or a table like { completed: 'COMPLETED' }, got 5",
    ],
    [{ kind: 'html', withoutDate: true }, 'unknown option `script[0].withoutDate`'],
  ])('%j', (fault, sentence) => {
    expect(() => createMockBackend({ script: [fault as Fault] })).toThrow(sentence);
  });

  it('as is a duration on a random fault', () => {
    expect(() => createMockBackend({ faultMix: [{ kind: 'end', forMs: 5 }] })).toThrow(
      '`faultMix[0].forMs` is for scripts only',
    );
  });
});

describe('the table of scripts in the README', () => {
  const page = readFileSync(new URL('../../../mock-backend/faults/README.md', import.meta.url), 'utf8');
  const scripts = [...page.matchAll(/^\| ([^|]+?) +\| `(\[\{.*\}\])`/gm)];

  it.each(scripts.map(([, trouble = '', script = '']) => [trouble, script]))('%s: %s', (_trouble, script) => {
    expect(createMockBackend({ script: JSON.parse(script) as Fault[] }).faults.script).not.toEqual([]);
  });

  it('is read in full', () => {
    expect(scripts.length).toBe(page.split('\n').filter(line => line.includes('"kind"')).length);
    expect(scripts.length).toBeGreaterThan(25);
  });
});

import { expect } from '@jest/globals';
import { asapScheduler, interval, take, timer } from 'rxjs';
import { type MarbleHelpers, marbles } from 'heygen-rx/testing';

function complaintOf(test: (helpers: MarbleHelpers) => void): string {
  try {
    marbles(test);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

const snapshot = (status: string) => ({ jobId: 'job-1', status });

describe('marbles', () => {
  it('passes when streams and subscriptions match', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('a 499ms b|');
      expectObservable(source$, '1s ^ 499ms !').toBe('1s a');
      expectSubscriptions(source$.subscriptions).toBe('1s ^ 499ms !');
    });
  });

  it('provides a scheduler with a virtual clock', () => {
    marbles(({ scheduler, expectObservable, flush }) => {
      expectObservable(timer(250)).toBe('250ms (a|)', { a: 0 });
      flush();
      expect(scheduler.now()).toBe(250);
    });
  });

  it('draws both streams and names the field that differs', () => {
    const complaint = complaintOf(({ cold, expectObservable }) => {
      const drawn = { a: snapshot('pending'), c: snapshot('completed') };
      expectObservable(cold('a 999ms (e|)', { ...drawn, e: snapshot('error') })).toBe('a 999ms (c|)', drawn);
    });
    expect(complaint).toBe(
      [
        "Streams differ at 1000ms: value.status is 'error', expected 'completed'",
        '',
        '    expected  a 999ms (c|)',
        '    actual    a 999ms (b|)',
        '                      ^',
        "    a = { jobId: 'job-1', status: 'pending' }",
        "    c = { jobId: 'job-1', status: 'completed' }",
        "    b = { jobId: 'job-1', status: 'error' }",
      ].join('\n'),
    );
  });

  it('keeps a moment in the same column in both rows', () => {
    const complaint = complaintOf(({ cold, expectObservable }) =>
      expectObservable(cold('a--b--(cd)e|')).toBe('a--b-----c|'),
    );
    expect(complaint).toBe(
      [
        'Streams differ at 6ms',
        '',
        '    expected  a--b---   --c|-',
        '    actual    a--b--(cd)   e|',
        '                    ^',
      ].join('\n'),
    );
  });

  it('shows the errors that streams ended with', () => {
    const complaint = complaintOf(({ cold, expectObservable }) =>
      expectObservable(cold('-#', {}, new TypeError('bad'))).toBe('-#', {}, new RangeError('bad')),
    );
    expect(complaint).toContain("error.name is 'TypeError', expected 'RangeError'");
    expect(complaint).toContain("# expected = RangeError('bad')\n    # actual = TypeError('bad')");
  });

  it('shows only the part of a long stream around the difference', () => {
    const complaint = complaintOf(({ expectObservable }) =>
      expectObservable(interval(1000).pipe(take(100))).toEqual(interval(1000).pipe(take(50))),
    );
    expect(complaint).toContain('Streams differ at 50000ms');
    expect(complaint.split('\n').every(line => line.length < 120)).toBe(true);
    expect(complaint).toMatch(/actual +\.\.\. .*\.\.\.$/m);
  });

  it('draws subscriptions that differ', () => {
    const complaint = complaintOf(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('-----|');
      expectObservable(source$).toBe('-----|');
      expectSubscriptions(source$.subscriptions).toBe(['^-------!']);
    });
    expect(complaint).toBe(
      [
        'Subscriptions differ at number 1: expected 1 of them, there were 1',
        '',
        '    expected  ^-------!',
        '    actual    ^----!---',
        '                   ^',
      ].join('\n'),
    );
  });

  it('points at the `toBe` that failed', () => {
    let line = '';
    let stack: string | undefined;
    try {
      marbles(({ cold, expectObservable }) => {
        expectObservable(cold('a|')).toBe('a|');
        line = new Error().stack?.match(/marbles\.spec\.ts:(\d+)/)?.[1] ?? '';
        expectObservable(cold('a|')).toBe('b|');
        expectObservable(cold('a|')).toBe('a|');
      });
    } catch (error) {
      ({ stack } = error as Error);
    }
    expect(stack?.match(/^ +at .*$/m)?.[0]).toContain(`marbles.spec.ts:${Number(line) + 1}`);
  });

  it('accepts matchers of the test runner as expected values', () => {
    const test = (status: string) =>
      complaintOf(({ cold, expectObservable }) => {
        const drawn = { a: expect.objectContaining({ status }) };
        expectObservable(cold('a|', { a: snapshot('pending') })).toBe('a|', drawn);
      });
    expect([test('pending'), test('running')]).toEqual(['none', expect.stringContaining('Streams differ')]);
  });

  it('refuses an expectation without marbles', () => {
    expect(complaintOf(({ cold, expectObservable }) => void expectObservable(cold('|')))).toBe(
      'Cannot check marbles: `expectObservable` was called without `toBe`',
    );
  });

  it.each<[unknown, string]>([
    [{}, 'an object'],
    [undefined, 'undefined'],
  ])('refuses %p for a test', (test, shown) => {
    expect(() => marbles(test as never)).toThrow(
      `Cannot run marbles: \`test\` must be a function, got ${shown}`,
    );
  });

  it.each<[string, Parameters<typeof marbles>[0]]>([
    ['its timers', () => void interval(5).subscribe()],
    ['timers of its scheduler', ({ scheduler }) => void timer(0, 5, scheduler).subscribe()],
    ['timers that take no time', () => void interval(0, asapScheduler).subscribe()],
  ])('fails if %s never end, instead of running for ever', (_title, test) => {
    expect(complaintOf(test)).toMatch(
      /^Virtual time does not end: 1000000 timers have fired by \d+ms\. Unsubscribe whatever still runs/,
    );
  });

  it('refuses an asynchronous test, which would pass without running', () => {
    const test = async () => {};
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the mistake in question
    expect(complaintOf(test)).toBe(
      'Cannot run marbles: the test must not be asynchronous, because its time is virtual',
    );
  });
});

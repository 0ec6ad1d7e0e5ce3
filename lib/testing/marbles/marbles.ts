import type { Observable, SchedulerAction, Subscription } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';
import { aFunction, checkOption } from '../../model/checks.js';
import {
  complainOfStreams,
  complainOfSubscriptions,
  type StreamMessage,
  type SubscriptionMessage,
} from './marble-complaint.js';

/** What a marble test receives: the helpers of `TestScheduler.run`, and the scheduler itself to inject. */
export interface MarbleHelpers extends Omit<RunHelpers, 'expectSubscriptions'> {
  /** The scheduler of this test: pass it where something takes a `scheduler`. */
  readonly scheduler: TestScheduler;
  /** Checks when something was subscribed and unsubscribed: `subscriptions` of a cold or hot Observable, `polls(jobId)` of a scripted transport. */
  readonly expectSubscriptions: (logs: SubscriptionMessage[]) => { toBe(marbles: string | string[]): void };
}

type Values = Readonly<Record<string, unknown>>;

interface Expectation {
  readonly name: string;
  /** The complaint; undefined if there is none. */
  readonly complain: (actual: unknown, expected: unknown) => string | undefined;
  /** Created where `toBe` is called, so that a failure points there and not at the end of the run. */
  site?: Error;
}

/** Where `called` is called from, without the frames of this file. */
function siteOf(called: (...args: never[]) => void): Error {
  const site = new Error();
  if ('captureStackTrace' in Error) Error.captureStackTrace(site, called);
  return site;
}

function failAt(site: Error, complaint: string): never {
  // Read first: some runners add the message to the stack when it is read, not when the error is made.
  const { stack } = site;
  site.message = complaint;
  if (stack !== undefined) site.stack = stack.replace(/^Error(: )?/, () => `Error: ${complaint}`);
  throw site;
}

/** More timers than any test needs. One that goes on for ever would keep its runner from reporting anything: virtual time leaves no turn to a time limit. */
const MOST_TIMERS = 1_000_000;

/** A TestScheduler that knows where each expectation was written, and draws differences. */
class MarbleScheduler extends TestScheduler {
  /** Expectations with `toBe` are checked and removed, in the order of their creation. */
  readonly expectations: Expectation[];
  #timers = 0;

  constructor() {
    const expectations: Expectation[] = [];
    super((actual: unknown, expected: unknown) => {
      const index = expectations.findIndex(({ site }) => site !== undefined);
      const [expectation] = expectations.splice(index, 1);
      const complaint = expectation?.complain(actual, expected);
      if (complaint !== undefined) failAt(expectation?.site ?? new Error(), complaint);
    });
    this.expectations = expectations;
  }

  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delayMs?: number,
    state?: T,
  ): Subscription {
    const checkEnd = (): void => {
      if (++this.#timers > MOST_TIMERS) {
        throw new Error(
          `Virtual time does not end: ${MOST_TIMERS} timers have fired by ${this.frame}ms. Unsubscribe whatever still runs, for example with \`expectObservable(stream$, '^ 10s !')\``,
        );
      }
    };
    function counted(this: SchedulerAction<T>, current?: T): void {
      checkEnd();
      work.call(this, current);
    }
    return super.schedule(counted, delayMs, state);
  }

  override expectObservable<T>(source$: Observable<T>, subscriptionMarbles: string | null = null) {
    let given: Values | undefined;
    const expectation: Expectation = {
      name: 'expectObservable',
      complain: (actual, expected) =>
        complainOfStreams(actual as StreamMessage[], expected as StreamMessage[], given),
    };
    this.expectations.push(expectation);
    const base = super.expectObservable(source$, subscriptionMarbles);
    const toBe = (marbles: string, values?: Values, error?: unknown) => {
      expectation.site = siteOf(toBe);
      given = values;
      base.toBe(marbles, values, error);
    };
    const toEqual = (other$: Observable<T>) => {
      expectation.site = siteOf(toEqual);
      base.toEqual(other$);
    };
    return { toBe, toEqual };
  }

  override expectSubscriptions(logs: SubscriptionMessage[]) {
    const expectation: Expectation = {
      name: 'expectSubscriptions',
      complain: (actual, expected) =>
        complainOfSubscriptions(actual as SubscriptionMessage[], expected as SubscriptionMessage[]),
    };
    this.expectations.push(expectation);
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- rxjs does not export its class
    const base = super.expectSubscriptions(logs);
    const toBe = (marbles: string | string[]) => {
      expectation.site = siteOf(toBe);
      base.toBe(marbles);
    };
    return { toBe };
  }
}

/**
 * Runs a marble test in virtual time: rxjs' `TestScheduler.run` with its own equality and error message, so that it works under any
 * test runner.
 *
 * Inside, every timer and clock of rxjs is virtual, and so is a client without its own scheduler. A failure shows both streams as marbles, one below the other, and
 * points at the `toBe` that failed.
 *
 * @throws RangeError for anything but a function. @throws Error if a stream or its subscriptions are not as expected, if an expectation has no `toBe`, if the test is asynchronous, and if its timers
 * never end.
 * @example
 * marbles(({ expectObservable }) => {
 *   const client = virtualClient({ jobs: { 'job-1': 'p 999ms c' } });
 *   const done$ = client.watch('job-1').pipe(map(job => job.status === 'completed'));
 *   expectObservable(done$).toBe('n 1499ms (y|)', { n: false, y: true });
 * });
 */
export function marbles(test: (helpers: MarbleHelpers) => void): void {
  checkOption('run marbles', 'test', test, aFunction);
  const scheduler = new MarbleScheduler();
  scheduler.run(helpers => {
    const run: (helpers: MarbleHelpers) => unknown = test;
    const returned = run({ ...helpers, scheduler });
    if (typeof returned === 'object' && returned !== null && 'then' in returned) {
      throw new Error('Cannot run marbles: the test must not be asynchronous, because its time is virtual');
    }
  });
  const [incomplete] = scheduler.expectations;
  if (incomplete !== undefined) {
    throw new Error(`Cannot check marbles: \`${incomplete.name}\` was called without \`toBe\``);
  }
}

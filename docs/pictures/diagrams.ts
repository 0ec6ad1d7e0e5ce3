import type { WatchOptions } from 'heygen-rx';
import type { ScriptedTransportOptions, VirtualClientOptions } from 'heygen-rx/testing';

/** A scene with one job. What is drawn of it is what the library does in virtual time. */
export interface Diagram {
  /** The name of the picture's file. */
  readonly name: string;
  /** What the picture shows, for those who cannot see it. */
  readonly title: string;
  /** The script of the service: see `heygen-rx/testing`. The job is `job-1`. */
  readonly script: Omit<ScriptedTransportOptions, 'scheduler'>;
  readonly client?: VirtualClientOptions;
  readonly watch?: WatchOptions;
  /** Instead of watching the job from the start, creates it. */
  readonly translates?: boolean;
  /** Signals of the watch, as marbles. */
  readonly wake$?: string;
  /** `p` pauses, `r` resumes. */
  readonly paused$?: string;
  /** When each subscriber comes (`^`) and goes (`!`). By default there is one, which stays. */
  readonly subscribers?: readonly string[];
  /** Draws the states of the circuit too. */
  readonly showsCircuit?: boolean;
  /** Until when it is drawn, in ms. */
  readonly lastsMs: number;
}

const once = { maxAttempts: 1 };

export const DIAGRAMS: readonly Diagram[] = [
  {
    name: 'intervals',
    title: 'Intervals between polls grow while nothing changes, and are short again after a status change.',
    script: { jobs: { 'job-1': 'p 2999ms r 2999ms c' } },
    lastsMs: 7500,
  },
  {
    name: 'outage',
    title: 'Polls fail for three seconds. The watch emits nothing in the meantime, then continues.',
    script: { jobs: { 'job-1': 'p 1999ms S 2999ms r 2499ms c' } },
    client: {
      polling: { multiplier: 1, initialIntervalMs: 1000 },
      retry: { initialDelayMs: 500, maxDelayMs: 1000, maxAttempts: 8 },
    },
    lastsMs: 9000,
  },
  {
    name: 'deadline',
    title: 'At its deadline the watch polls once more, then ends with a TimeoutError.',
    script: { jobs: { 'job-1': 'p 999ms r' } },
    watch: { timeoutMs: 6000 },
    lastsMs: 6500,
  },
  {
    name: 'wake',
    title: 'A webhook wakes the watch, which polls at once instead of waiting for the next interval.',
    script: { jobs: { 'job-1': 'r 4499ms c' } },
    client: { polling: { initialIntervalMs: 2000, maxIntervalMs: 8000 } },
    wake$: '4600ms w',
    lastsMs: 7000,
  },
  {
    name: 'paused',
    title: 'While paused$ is true, nothing is sent. Once it is false again, the watch polls within a second.',
    script: { jobs: { 'job-1': 'r 3999ms c' } },
    paused$: '900ms p 4999ms r',
    lastsMs: 7000,
  },
  {
    name: 'shared',
    title:
      'Two subscribers share the polls of a watch. The second gets the latest snapshot at once; polling stops when the last one leaves.',
    script: { jobs: { 'job-1': 'p 1999ms r' } },
    client: { polling: { initialIntervalMs: 1000, multiplier: 1 } },
    subscribers: ['^ 4499ms !', '1500ms ^ 3999ms !'],
    lastsMs: 7000,
  },
  {
    name: 'circuit',
    title:
      'After three failures the circuit opens and nothing is sent. Then one poll is sent as a probe, and the watch continues.',
    script: { jobs: { 'job-1': 'r 499ms S 3499ms r 1999ms c' } },
    client: {
      polling: { initialIntervalMs: 500, multiplier: 1, maxIntervalMs: 500 },
      retry: once,
      circuitBreaker: { failureThreshold: 3, resetTimeoutMs: 3000 },
    },
    showsCircuit: true,
    lastsMs: 7500,
  },
  {
    name: 'lost-create',
    title:
      'The response to a create is lost. The second attempt has the same key, so there is still only one job.',
    script: { everyJob: 'p 1999ms r 1999ms c', creates: 'L' },
    client: { retry: { initialDelayMs: 1000 } },
    translates: true,
    lastsMs: 6500,
  },
];

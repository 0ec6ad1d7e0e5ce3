import { run } from '../../../cli/run.js';
import { afterEach } from '@jest/globals';
import type { Host } from '../../../cli/host.js';
import { Printed } from './printed.js';

/** One run of the command line, in this process. */
export interface Run {
  /** Everything printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves as soon as the output matches. */
  says(pattern: RegExp): Promise<void>;
  interrupt(): void;
  readonly exitCode: Promise<number>;
}

export interface RunOptions {
  readonly env?: Host['env'];
  readonly isTTY?: boolean;
  readonly now?: Host['now'];
  readonly clientOptions?: Host['clientOptions'];
  readonly nodeVersion?: string;
  readonly importPg?: Host['importPg'];
}

/** The usual intervals are too long for a spec. */
const SHORT_INTERVALS = {
  polling: { initialIntervalMs: 20, maxIntervalMs: 40 },
  retry: { maxAttempts: Number.MAX_SAFE_INTEGER, initialDelayMs: 20, maxDelayMs: 40 },
  circuitBreaker: { resetTimeoutMs: 60, growth: 1, spreadMs: 20 },
} as const;

/** Those of the test that is running. */
const interrupts = new Set<AbortController>();

// One that goes on after a failure would keep jest from exiting.
afterEach(() => {
  for (const interrupt of interrupts) interrupt.abort();
  interrupts.clear();
});

export function heygenRx(
  words: readonly string[],
  {
    env = {},
    isTTY = false,
    now = Date.now,
    clientOptions = SHORT_INTERVALS,
    nodeVersion = '20.19.0',
    importPg,
  }: RunOptions = {},
): Run {
  const printed = new Printed();
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY,
    columns: 120,
    rows: 24,
    write: (text: string) => {
      printed.add(name, text);
      return true;
    },
  });
  const interrupt = new AbortController();
  interrupts.add(interrupt);
  const host = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    now,
    interrupted: interrupt.signal,
    version: '1.2.3',
    nodeVersion,
    clientOptions,
    ...(importPg !== undefined && { importPg }),
  };
  return {
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    says: pattern => printed.says(pattern),
    interrupt: () => interrupt.abort(),
    exitCode: run(words, host).finally(() => printed.end()),
  };
}

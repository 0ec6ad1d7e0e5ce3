import { run } from '../../../cli/run.js';
import type { World } from '../../../cli/world.js';

/** One run of the command line in this process. */
export interface Run {
  /** All that was printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Fulfilled as soon as the output has what is looked for. */
  says(pattern: RegExp): Promise<void>;
  interrupt(): void;
  readonly exitCode: Promise<number>;
}

export interface Place {
  readonly env?: World['env'];
  readonly isTTY?: boolean;
  readonly pace?: World['pace'];
}

/** Waits that a spec has time for. */
const IN_A_HURRY = {
  polling: { initialIntervalMs: 20, maxIntervalMs: 40 },
  retry: { maxAttempts: Number.MAX_SAFE_INTEGER, initialDelayMs: 20, maxDelayMs: 40 },
  circuitBreaker: { resetTimeoutMs: 60, growth: 1, spreadMs: 20 },
} as const;

export function heygenRx(
  words: readonly string[],
  { env = {}, isTTY = false, pace = IN_A_HURRY }: Place = {},
): Run {
  const printed = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  const output = (name: keyof typeof printed) => ({
    isTTY,
    columns: 120,
    rows: 24,
    write: (text: string) => {
      printed[name] += text;
      for (const poll of waiting) poll();
      return true;
    },
  });
  const interrupt = new AbortController();
  const world = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env,
    interrupted: interrupt.signal,
    version: '1.2.3',
    pace,
  };
  return {
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    says: pattern =>
      new Promise(resolve => {
        const poll = () => {
          if (!pattern.test(printed.stdout + printed.stderr)) return;
          waiting.delete(poll);
          resolve();
        };
        waiting.add(poll);
        poll();
      }),
    interrupt: () => interrupt.abort(),
    exitCode: run(words, world),
  };
}

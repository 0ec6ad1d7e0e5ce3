import type { ClientOptions } from '../lib/index.js';

/** A stream to print to, and what is known of the terminal behind it. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Everything outside the program: a spec brings its own. */
export interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
  readonly version: string;
  /** How the client waits, where that is to be other than for people: specs are in a hurry. */
  readonly pace?: Pick<ClientOptions, 'polling' | 'retry' | 'circuitBreaker' | 'requestTimeoutMs'>;
}

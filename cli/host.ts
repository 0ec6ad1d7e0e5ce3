import type pg from 'pg';
import type { ClientOptions } from '../lib/index.js';

/** What is used of the package `pg`. */
export type PgModule = Pick<typeof pg, 'Client' | 'Pool'>;

/** A stream to print to, and what is known about the terminal behind it. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** Whether it can no longer be written, for example because the disk is full. */
  readonly isLost?: boolean;
}

/** Everything the command line needs from its process. Specs pass their own. */
export interface Host {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The time: epoch ms. */
  readonly now: () => number;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** The version of this package. */
  readonly version: string;
  /** `process.versions.node` */
  readonly nodeVersion: string;
  /** Loads the driver of PostgreSQL, which is not a dependency. @default `import('pg')` */
  readonly importPg?: () => Promise<{ readonly default: PgModule }>;
  /** Client options that override the usual ones: specs use shorter intervals. */
  readonly clientOptions?: Pick<ClientOptions, 'polling' | 'retry' | 'circuitBreaker' | 'requestTimeoutMs'>;
}

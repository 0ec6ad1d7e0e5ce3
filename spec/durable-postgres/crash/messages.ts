import type { PostgresServer } from '../support/postgres-server.js';
import type { KillPoint } from './kill-points.js';

/** How a process is started: as JSON, its first argument. */
export interface ProcessOptions {
  readonly database: PostgresServer['config'];
  /** The mock backend. */
  readonly url: string;
  /** How wrong its own clock is, in ms. */
  readonly clockOffsetMs: number;
}

/** Kill or stop yourself when you come to this point for the next time. */
export interface ToProcess {
  readonly point: KillPoint;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** What a process reports. */
export type ToParent =
  | { readonly type: 'ready' }
  /** A request may be sent; the engine's time. */
  | { readonly type: 'claimed'; readonly at: number }
  /** How many watches a settle was for, and how many it changed. */
  | { readonly type: 'settled'; readonly of: number; readonly changed: number };

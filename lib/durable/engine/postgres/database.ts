// What the engine needs of a driver. `pg` fits as it is; the library does not import it.

/** A pool of connections: a `Pool` of `pg`, or anything with such a `query`. */
export interface Database {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  on?(event: 'error', listener: (error: Error) => void): unknown;
}

/** A connected `Client` of `pg`, or one that a `Pool` has lent out. */
export interface ListenClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  on(event: 'notification', listener: (message: Notification) => void): unknown;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
  end?(): unknown;
  release?(destroy: boolean): unknown;
}

/** A message of `NOTIFY`. */
export interface Notification {
  readonly channel: string;
  readonly payload?: string | undefined;
}

// What the engine needs from a driver. `pg` fits as it is; the library does not import it.

/** A pool of connections: a `Pool` of `pg`, or anything with such a `query`. */
export interface Database {
  /** Sends one statement with its parameters. */
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  /** Reports idle connections that were lost. */
  on?(event: 'error', listener: (error: Error) => void): unknown;
}

/** A connected `Client` of `pg`, or one from `pool.connect()`. */
export interface ListenClient {
  /** Sends `listen`, and an empty query now and then. */
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  /** Calls a listener for each notification, or when the connection is lost. */
  on(event: 'notification', listener: (message: Notification) => void): unknown;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
  /** Closes a `Client`. */
  end?(): unknown;
  /** Gives a client back to its `Pool`. */
  release?(destroy: boolean): unknown;
}

/** A message of `NOTIFY`. */
export interface Notification {
  /** The channel it was sent to. */
  readonly channel: string;
  /** The text that was sent: a `Hint` as JSON. */
  readonly payload?: string | undefined;
}

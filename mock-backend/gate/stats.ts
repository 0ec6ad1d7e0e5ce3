/** One request and its response. */
export interface RequestEntry {
  /** When it arrived, epoch ms. */
  readonly at: number;
  /** The HTTP method. */
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Method and path pattern, such as `GET /status/:jobId`. */
  readonly endpoint: string;
  /** The headers of the request, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Absent if no response was sent. */
  readonly status?: number;
  /** The kind of fault that it met, if any. */
  readonly fault?: string;
  /** How long the response took, in ms. */
  readonly durationMs: number;
}

/** The requests of a backend. Counts are always kept; each request only with `recordRequests`. */
export class Stats {
  readonly #requests = new Map<string, number>();
  readonly #faults = new Map<string, number>();
  #log: RequestEntry[] = [];

  /** Requests by endpoint, for example `{ 'POST /job': 1, 'GET /status/:jobId': 4 }`. */
  get requests(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#requests);
  }

  /** Faults served, by kind. */
  get faults(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#faults);
  }

  /** The total number of requests. */
  get total(): number {
    let sum = 0;
    for (const count of this.#requests.values()) sum += count;
    return sum;
  }

  /** With `recordRequests`, every request in the order of the responses; otherwise empty. */
  get log(): readonly RequestEntry[] {
    return this.#log;
  }

  /** Counts a request. */
  count(endpoint: string): void {
    this.#requests.set(endpoint, (this.#requests.get(endpoint) ?? 0) + 1);
  }

  /** Counts a fault. */
  countFault(kind: string): void {
    this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + 1);
  }

  /** Keeps a request in `log`. */
  record(entry: RequestEntry): void {
    this.#log.push(entry);
  }

  /** Starts again from zero. */
  reset(): void {
    this.#requests.clear();
    this.#faults.clear();
    this.#log = [];
  }
}

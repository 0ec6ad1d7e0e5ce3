/** The faults of the backend that this page controls. */
interface FaultState {
  readonly share: number;
  readonly latency_ms: unknown;
  readonly outage: boolean;
  readonly script: number;
}

export interface BackendState {
  readonly now: number;
  readonly faults: FaultState;
  readonly jobs: { readonly created: number; readonly open: number };
}

/** A job as the backend knows it. Instants are by the backend's clock. */
interface BackendJob {
  readonly job_id: string;
  readonly created_at: number;
  readonly ends_at: number | null;
}

interface BackendJobs {
  readonly now: number;
  readonly jobs: readonly BackendJob[];
}

/** The backend's control API: its faults, and what only it knows about its jobs. */
export class Control {
  /** What to add to the backend's time to get this page's: measured with the fastest response so far. */
  offsetMs = 0;
  #fastestMs = Infinity;

  async state(): Promise<BackendState> {
    return this.#request<BackendState>('/control');
  }

  /** Jobs that ended after an instant of the backend's clock. */
  async endedSince(at: number): Promise<BackendJobs> {
    return this.#request<BackendJobs>(`/control/jobs?ended_since=${at}`);
  }

  async openJobs(): Promise<BackendJobs> {
    return this.#request<BackendJobs>('/control/jobs?open');
  }

  async change(faults: object): Promise<BackendState> {
    return this.#request<BackendState>('/control/faults', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    });
  }

  async #request<Json extends { readonly now: number }>(path: string, init: RequestInit = {}): Promise<Json> {
    const sentAt = Date.now();
    const response = await fetch(path, { ...init, cache: 'no-store', signal: AbortSignal.timeout(5000) });
    const body = (await response.json()) as Json & { readonly error?: { readonly message: string } };
    if (body.error !== undefined) throw new Error(body.error.message);
    const tookMs = Date.now() - sentAt;
    if (tookMs <= this.#fastestMs) {
      this.#fastestMs = tookMs;
      this.offsetMs = sentAt + tookMs / 2 - body.now;
    }
    return body;
  }
}

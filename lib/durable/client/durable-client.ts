import { EMPTY, lastValueFrom, type Observable } from 'rxjs';
import { ClientParts } from '../../client-parts.js';
import { TranslationClient } from '../../client.js';
import { checkJobId } from '../../model/job-id.js';
import type { JobId } from '../../model/job.js';
import type { Optional, PollingConfig } from '../../options/types.js';
import type { RetryConfig } from '../../policy/retry/retry.js';
import type { Shared } from '../../stream/job-source.js';
import type { Transport } from '../../transport/transport.js';
import { persist, type EngineCallDeps } from '../engine-calls.js';
import { DURABLE_TIMEOUT_MS } from '../policy/limits.js';
import { checkName } from '../storable.js';
import { checkClient, type DurableClientOptions } from './client-options.js';
import { durableCreate } from './durable-create.js';
import { durableStatus } from './durable-status.js';
import { durableWatch } from './durable-watch.js';
import { EngineUpdates } from './updates/engine-updates.js';
import type { DurableDeps } from './durable-deps.js';
import { checkStorable } from './stored-terms.js';

/** Workers have the transport: this one is never called to send anything. */
const NO_TRANSPORT: Transport = {
  create: () => EMPTY,
  status: () => EMPTY,
  checkJobId: (jobId, doing) => void checkName(doing, 'job id', jobId),
  defaults: { polling: { timeoutMs: DURABLE_TIMEOUT_MS } },
};

/** All creates are stored at once: the workers limit how many are sent at a time. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/**
 * A client whose watches and creates outlive its process: it stores them in an engine, and workers carry them out. It has the methods and Observables of a `TranslationClient`.
 *
 * It sends nothing itself, so its `circuitBreaker` is always closed. For the circuit of the workers, see their `stats$`.
 *
 * **Unsubscribing, aborting and `close()` stop the waiting, not the work**: a durable watch continues until its deadline, and a stored create is sent. `forget` ends a watch.
 *
 * @example
 * const client: DurableClient = durableClient({ engine });
 * client.watch(jobId).subscribe({ next: job => console.log(job.status), error: error => console.error(error.message) });
 * await client.forget(jobId); // unsubscribing would not stop the durable watch
 */
export class DurableClient extends TranslationClient {
  readonly #parts: ClientParts;
  readonly #forget$: (jobId: JobId) => Observable<unknown>;

  /** @internal */
  constructor(parts: ClientParts, forget$: (jobId: JobId) => Observable<unknown>) {
    super(parts);
    this.#parts = parts;
    this.#forget$ = forget$;
  }

  /** Deletes the durable watch of a job: workers stop polling it, and its subscribers get an error. The job keeps running. Resolves when the deletion is stored. */
  async forget(jobId: JobId): Promise<void> {
    checkName('forget a job', 'job id', checkJobId(jobId, 'forget a job'));
    await lastValueFrom(this.#forget$(jobId));
  }

  override withPolling(polling: PollingConfig): DurableClient {
    return new DurableClient(this.#parts.withPolling(polling), this.#forget$);
  }

  override withRetry(retry: Optional<RetryConfig>): DurableClient {
    return new DurableClient(this.#parts.withRetry(retry), this.#forget$);
  }

  /** @throws TypeError always: only workers have a circuit breaker. */
  override withCircuitBreaker(): never {
    throw new TypeError(
      'Cannot create a circuit breaker: a durable client sends nothing itself; pass `circuitBreaker` to the workers',
    );
  }
}

/** How long `forget` tries to reach the engine, in ms. */
const FORGET_MS = 30_000;

/**
 * Creates a client whose watches and creates outlive its process.
 *
 * @example
 * const client = durableClient({ engine });
 * client.translate(request, { idempotencyKey: order.id }).subscribe(job => console.log(job.status));
 *
 * @throws RangeError or TypeError for an unknown option, or one out of bounds.
 */
export function durableClient(options: DurableClientOptions): DurableClient {
  const {
    engine,
    account = 'main',
    service,
    polling,
    retry,
    readEveryMs = 30_000,
    scheduler,
    random,
  } = checkClient(options);
  const given = { polling, retry, scheduler, random, maxConcurrentRequests: NO_LIMIT };
  const parts = ClientParts.of({ ...given, transport: NO_TRANSPORT }, shared => {
    const { bus, timers, openStreams, recentJobs } = shared;
    const emit = bus.emit.bind(bus);
    const updates = new EngineUpdates({ ...callDepsOf(shared), engine, account, service, readEveryMs, emit });
    const deps: DurableDeps = {
      updates,
      timers,
      scheduler: shared.scheduler,
      openStreams,
      recentJobs,
      emit,
    };
    return () => ({
      checkTerms: checkStorable,
      createOnce: plan => durableCreate(plan, deps),
      watchJob: plan => durableWatch(plan, deps),
      getStatus: jobId => durableStatus(jobId, deps),
    });
  });
  const calls = callDepsOf(parts.shared);
  return new DurableClient(parts, jobId => persist(() => engine.forget(account, [jobId]), FORGET_MS, calls));
}

/** A failed call of the engine is repeated, and each failure is an event. */
const callDepsOf = ({ scheduler, random, bus, timers }: Shared): EngineCallDeps => ({
  scheduler,
  random,
  onError: error => bus.emit({ type: 'ERROR_OCCURRED', at: timers.now(), error }),
});

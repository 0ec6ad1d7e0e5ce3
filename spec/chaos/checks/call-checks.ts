import {
  isBatchError,
  isClientClosedError,
  isSettled,
  isTranslationError,
  type BatchSnapshot,
  type JobId,
  type JobSnapshot,
  type TranslationError,
} from 'heygen-rx';
import type { World } from '../histories/world.js';
import { isBatch, isCreate, isPromise, type Call } from './call.js';
import { checkLegalEnd } from './legal-end.js';
import { checkNothingLost } from './nothing-lost.js';
import type { RequestChecks } from './request-checks.js';

const STATUSES: ReadonlySet<string> = new Set(['pending', 'running', 'completed', 'error']);

/** Checks what the subscriber of a stream, or the holder of a promise, gets. */
export class CallChecks {
  readonly #world: World;
  readonly #requests: RequestChecks;

  constructor(world: World, requests: RequestChecks) {
    this.#world = world;
    this.#requests = requests;
  }

  onNext(call: Call, value: JobSnapshot | BatchSnapshot): void {
    const world = this.#world;
    call.snapshots++;
    if (call.state !== 'open')
      world.violate('ends once', `${call.name}: a snapshot after it was ${call.state}`);
    if (call.isSettled) world.violate('ends once', `${call.name}: a snapshot after the settled one`);
    if ('total' in value) this.#checkBatch(call, value);
    else this.#checkSnapshot(call, value, call.last as JobSnapshot | undefined);
    call.last = value;
  }

  onComplete(call: Call): void {
    if (call.state !== 'open')
      this.#world.violate('ends once', `${call.name}: completed after it was ${call.state}`);
    if (!call.isSettled)
      this.#world.violate('ends once', `${call.name}: completed without a settled snapshot`);
    this.#end(call, 'completed');
  }

  onError(call: Call, error: unknown): void {
    if (call.state !== 'open') {
      // A promise that was aborted settles afterwards.
      if (!isPromise(call))
        this.#world.violate('ends once', `${call.name}: failed after it was ${call.state}`);
    } else if (call.isSettled && !(call.kind === 'translateBatch' && isBatchError(error))) {
      this.#world.violate('ends once', `${call.name}: failed after the settled snapshot: ${String(error)}`);
    }
    call.error = error;
    const wasLeft = call.state === 'left';
    if (!wasLeft) this.#end(call, 'failed');
    this.#checkError(call, error, wasLeft);
  }

  /** A promise has what it promised. */
  onValue(call: Call, value: unknown): void {
    call.value = value;
    if (call.state === 'open') this.#end(call, 'completed');
    this.#checkValue(call, value);
  }

  #end(call: Call, state: Call['state']): void {
    call.state = state;
    call.endedAt = this.#world.now;
    this.#world.tell(
      () => `${call.name}: ${state} ${call.error === undefined ? '' : shownError(call.error)}`,
    );
  }

  #checkSnapshot(call: Call, snapshot: JobSnapshot, before: JobSnapshot | undefined): void {
    this.#world.tell(() => `${call.name}: ${snapshot.status}, poll ${snapshot.polls}`);
    const problem = snapshotProblem(snapshot, before);
    if (problem !== undefined) this.#world.violate('snapshots', `${call.name}: ${problem}`);
    call.isSettled = isSettled(snapshot);
    if (call.isSettled) this.#checkTruth(call, snapshot.jobId, snapshot.status);
  }

  #checkBatch(call: Call, batch: BatchSnapshot): void {
    const { counts, total, done, changed } = batch;
    const sum = counts.pending + counts.running + counts.completed + counts.error + counts.lost;
    if (sum !== total || done !== counts.completed + counts.error + counts.lost) {
      this.#world.violate('snapshots', `${call.name}: ${JSON.stringify(counts)} of ${total}, ${done} done`);
    }
    call.isSettled = done === total;
    if (changed === undefined) return;
    const snapshot = batch.get(changed);
    const before = (call.last as BatchSnapshot | undefined)?.get(changed);
    if (snapshot !== undefined) {
      const problem = snapshotProblem(snapshot, before === snapshot ? undefined : before);
      if (problem !== undefined) this.#world.violate('snapshots', `${call.name}: ${problem}`);
    }
    const error = batch.errorOf(changed);
    if (error === undefined && (snapshot === undefined || !isSettled(snapshot))) return;
    call.done.add(changed);
    this.#world.tell(
      () => `${call.name}: ${changed} ${error === undefined ? snapshot!.status : shownError(error)}`,
    );
    if (error === undefined) this.#checkTruth(call, changed, snapshot!.status);
    else checkLegalEnd(this.#world, this.#requests.logOf(call.client, changed), call, error, changed);
  }

  #checkTruth(call: Call, jobId: JobId, status: string): void {
    const { service, now } = this.#world;
    const job = service.jobs.get(jobId);
    if (job !== undefined && service.statusOf(job, now) === status) return;
    this.#world.violate('the service settles', `${call.name}: ${jobId} is not ${status}`);
  }

  #checkError(call: Call, error: unknown, wasLeft: boolean): void {
    const world = this.#world;
    if (isCreate(call) || call.tags.length > 0) checkNothingLost(world, call, error);
    if (wasLeft) return;
    // Input that a transport refuses by throwing is a mistake of the caller's, and stays what it is.
    if ((isCreate(call) || call.tags.length > 0) && error instanceof TypeError) return;
    if (!isTranslationError(error)) {
      world.violate('typed errors', `${call.name}: ${String(error)}`);
      return;
    }
    if (!namesItsJob(error)) world.violate('typed errors', `${call.name}: ${shownError(error)} names no job`);
    const last = call.last;
    if (
      last !== undefined &&
      'polls' in last &&
      last.polls > 0 &&
      !(error.snapshot !== undefined && error.snapshot.polls >= last.polls)
    ) {
      world.violate('typed errors', `${call.name}: ${shownError(error)} lost the last snapshot`);
    }
    if (isClientClosedError(error) && !world.clients[call.client]!.isClosed) {
      world.violate('legal ends', `${call.name}: the client was not closed`);
    }
    const jobId = call.jobIds[0] ?? world.service.madeFor(call.tags[0] ?? '')[0]?.jobId;
    if (!isBatch(call) && !isCreate(call) && jobId !== undefined) {
      checkLegalEnd(world, this.#requests.logOf(call.client, jobId), call, error, jobId);
    }
  }

  #checkValue(call: Call, value: unknown): void {
    const world = this.#world;
    const { service } = world;
    if (call.kind === 'createJob' || call.kind === 'createBatchJobs') {
      const expected = call.tags.map(tag => service.madeFor(tag)[0]?.jobId);
      const got = call.kind === 'createJob' ? [value] : (value as readonly unknown[]);
      if (JSON.stringify(got) !== JSON.stringify(expected)) {
        world.violate(
          'nothing lost',
          `${call.name}: ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`,
        );
      }
    } else if (call.kind === 'getStatus' || call.kind === 'waitForCompletion') {
      if (!STATUSES.has(String(value))) world.violate('snapshots', `${call.name}: ${String(value)}`);
      if (call.kind === 'waitForCompletion') this.#checkTruth(call, call.jobIds[0]!, String(value));
    } else {
      for (const [jobId, status] of Object.entries(value as Record<JobId, string>)) {
        this.#checkTruth(call, jobId, status);
      }
    }
  }
}

function namesItsJob(error: TranslationError): boolean {
  if (isBatchError(error))
    return error.errors.every(one => one.jobId !== undefined || one.idempotencyKey !== undefined);
  return error.jobId !== undefined || error.idempotencyKey !== undefined || isClosedBatch(error);
}

/** Closing a client ends a whole batch, which is no single job. */
const isClosedBatch = (error: TranslationError): boolean =>
  isClientClosedError(error) && error.jobId === undefined;

function snapshotProblem(snapshot: JobSnapshot, before: JobSnapshot | undefined): string | undefined {
  const { status, polls, elapsedMs, at, previousStatus } = snapshot;
  if (!STATUSES.has(status)) return `status ${status}`;
  if (!Number.isInteger(polls) || polls < 0) return `polls ${polls}`;
  // A job that was found settled at once has no duration that anybody knows.
  if (elapsedMs === undefined ? !isSettled(snapshot) : !(elapsedMs >= 0 && elapsedMs < Infinity))
    return `elapsedMs ${elapsedMs}`;
  if (!Number.isFinite(at)) return `at ${at}`;
  if ('nextPollAt' in snapshot && !Number.isFinite(snapshot.nextPollAt))
    return `nextPollAt ${snapshot.nextPollAt}`;
  if ('progress' in snapshot && !(snapshot.progress >= 0 && snapshot.progress <= 1))
    return `progress ${snapshot.progress}`;
  if (previousStatus === status) return `previousStatus is the status, ${status}`;
  if (before === undefined) return undefined;
  if (polls <= before.polls) return `polls ${polls} after ${before.polls}`;
  if (elapsedMs !== undefined && before.elapsedMs !== undefined && elapsedMs < before.elapsedMs)
    return `elapsedMs ${elapsedMs} after ${before.elapsedMs}`;
  return isSettled(before) ? `${status} after ${before.status}` : undefined;
}

export function shownError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 100)}` : String(error);
}

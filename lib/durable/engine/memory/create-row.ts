import type { JobId } from '../../../model/job.js';
import type { TranslationRequest } from '../../../model/request.js';
import { NO_ATTEMPTS, type Attempts } from '../../../policy/retry/retry.js';
import type { CreateStatus, NewCreate } from '../creates.js';
import type { StoredError, StoredTerms } from '../watches.js';
import { asJson } from './as-json.js';

type End = { readonly at: number } & (
  { readonly jobIds: readonly JobId[] } | { readonly error: StoredError }
);

/** A create in memory. */
export class CreateRow {
  readonly key: string;
  readonly request: TranslationRequest;
  readonly digest: string;
  readonly terms: StoredTerms | undefined;
  attempts: Attempts = NO_ATTEMPTS;
  firstSentAt: number | undefined;
  startedAt = 0;
  deadlineAt = 0;
  dueAt = 0;
  lease: string | undefined;
  end: End | undefined;

  constructor(create: NewCreate, now: number) {
    const { key, request, digest, terms } = create;
    this.key = key;
    this.request = asJson(request);
    this.digest = digest;
    this.terms = asJson(terms);
    this.begin(create, now);
  }

  /** For the first time, or again after it failed. */
  begin({ timeoutMs }: NewCreate, now: number): void {
    this.attempts = NO_ATTEMPTS;
    this.startedAt = this.dueAt = now;
    this.deadlineAt = now + timeoutMs;
    this.end = undefined;
  }

  get isClaimed(): boolean {
    return this.lease !== undefined;
  }

  get status(): CreateStatus {
    const { key, end } = this;
    if (end === undefined) return { key, type: 'open' };
    return 'jobIds' in end
      ? { key, type: 'created', jobIds: end.jobIds }
      : { key, type: 'failed', error: end.error };
  }
}

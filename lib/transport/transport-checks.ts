import { checkNoPromise } from '../model/checks.js';
import { checkJobId } from '../model/job-id.js';
import type { JobId } from '../model/job.js';
import type { TranslationRequest } from '../model/request.js';
import type { Transport } from './transport.js';

/** Checks an id as every id, then with the check of its transport. @param doing What the id is for, as in the error message. @throws TypeError */
export function checkIdFor(transport: Transport, jobId: JobId, doing: string): void {
  checkJobId(jobId, doing);
  checkNoPromise('`checkJobId` of the transport', transport.checkJobId?.(jobId, doing));
}

/** Checks a request with the check of its transport, and returns it. @throws TypeError */
export function checkRequestFor(transport: Transport, request: TranslationRequest): TranslationRequest {
  checkNoPromise('`check` of the transport', transport.check?.(request));
  return request;
}

import { checkNoPromise } from '../model/checks.js';
import { checkJobId } from '../model/job-id.js';
import type { JobId } from '../model/job.js';
import type { TranslationRequest } from '../model/request.js';
import type { Transport } from './transport.js';

/** Checks an id as all ids are, and as its transport does. @param doing What cannot be done with it, for the message. @throws TypeError */
export function checkIdFor(transport: Transport, jobId: JobId, doing: string): void {
  checkJobId(jobId, doing);
  checkNoPromise('`checkJobId` of the transport', transport.checkJobId?.(jobId, doing));
}

/** Checks a request as its transport does, and returns it. @throws TypeError */
export function checkRequestFor(transport: Transport, request: TranslationRequest): TranslationRequest {
  checkNoPromise('`check` of the transport', transport.check?.(request));
  return request;
}

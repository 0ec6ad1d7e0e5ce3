import type { ClientParts } from './client-parts.js';
import { checkEach } from './model/checks.js';
import { deriveKeys, inAlphabeticalOrder } from './model/request-digest.js';
import type { TranslationRequest } from './model/request.js';
import { checkRequest, oneLanguage } from './options/check-requests.js';
import type { CreateOptions } from './options/types.js';
import type { BatchCreate } from './stream/create/create-all.js';
import type { CreatePlan } from './stream/create/create-once.js';
import { mintKey } from './transport/idempotency-key.js';
import { checkRequestFor } from './transport/transport-checks.js';

/** Checks and copies a request for one job. @throws TypeError for one that the client or its transport refuses. */
export function requestOfOneJob({ shared }: ClientParts, request: TranslationRequest): TranslationRequest {
  return checkRequestFor(shared.transport, oneLanguage(request));
}

/** The creates of a batch, one for each request, each with a key of its own. Nothing is sent yet. @throws TypeError for a request that the client or its transport refuses. */
export function batchCreates(
  { source, shared }: ClientParts,
  requests: readonly TranslationRequest[],
  { idempotencyKey, ...plan }: Omit<CreatePlan, 'request' | 'idempotencyKey'> & CreateOptions,
): readonly BatchCreate[] {
  const ordered = checkEach('create jobs', 'requests', requests, request =>
    inAlphabeticalOrder(checkRequestFor(shared.transport, checkRequest(request))),
  );
  const sent = ordered.map(({ request }) => request);
  const keys = idempotencyKey === undefined ? sent.map(() => mintKey()) : deriveKeys(idempotencyKey, sent);
  return ordered.map(({ request, languages, places }, requestIndex) => ({
    requestIndex,
    languages,
    places,
    create: source.createOnce({ request, ...plan, idempotencyKey: keys[requestIndex]! }),
  }));
}

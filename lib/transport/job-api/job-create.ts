import { languagesOf, type TranslationRequest } from '../../model/request.js';
import { plainFields } from '../request-fields.js';
import type { JobDialect } from './default-dialect.js';
import type { Target } from './path-template.js';

/** The create of one job: where it is sent, and its body. */
export interface JobCreate {
  readonly target: Target;
  readonly body: object;
}

/** The create of a request in one language, or in none. @throws TypeError for an invalid request, or if jobs cannot be created. */
export const jobCreate = (request: TranslationRequest, { create, body }: JobDialect): JobCreate => ({
  target: create(),
  body: body(request, languagesOf(request)[0], plainFields(request)),
});

import { languagesOf, type TranslationRequest } from '../../model/request.js';
import { plainFields } from '../request-fields.js';
import type { JobDialect } from './default-dialect.js';
import type { Target } from './path-template.js';

/** The create of one job of a request: where it is sent, its body, and the request as it would be for that job alone. */
export interface JobCreate {
  readonly target: Target;
  readonly body: object;
  readonly request: TranslationRequest;
}

/** The creates of a request: one for each language, or one if no language is named. @throws TypeError for an invalid request, or if jobs cannot be created. */
export function jobCreates(request: TranslationRequest, { create, body }: JobDialect): readonly JobCreate[] {
  const plain = plainFields(request);
  const languages = languagesOf(request);
  return (languages.length === 0 ? [undefined] : languages).map(language => ({
    target: create(),
    body: body(request, language, plain),
    request: { ...request, outputLanguage: language, outputLanguages: undefined },
  }));
}

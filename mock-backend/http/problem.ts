import { errorBody } from './error-body.js';

export interface ProblemDetails {
  /** The wrong field of the request, for example `output_languages[1]`. */
  readonly param?: string | undefined;
  readonly docUrl?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A refusal: thrown by a route, and turned into an error envelope by the app. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: ProblemDetails = {},
  ) {
    super(message);
  }

  toResponse(): Response {
    const { param, docUrl, headers } = this.details;
    const { error } = errorBody(this.status, this.code, this.message);
    const body = {
      error: {
        ...error,
        ...(param !== undefined && { param }),
        ...(docUrl !== undefined && { doc_url: docUrl }),
      },
    };
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { 'content-type': 'application/json', ...headers },
    });
  }
}

/** The response to an error thrown by a route; anything but a `Problem` is an internal error. */
export const problemResponse = (error: Error): Response =>
  (error instanceof Problem ? error : new Problem(500, 'internal_error', error.message)).toResponse();

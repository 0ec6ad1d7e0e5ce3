import { carriesSecret, checkHeaders, entriesOf, secretsIn, type PlainHeaders } from './headers.js';
import { notSentError } from './errors/fetch-errors.js';
import { isMistake, nameAndMessage } from './errors/mistakes.js';
import { Redactor } from './redactor.js';
import type { RequestDetails } from './errors/refusal-error.js';

/** Why a header function is called. */
export interface ProvideContext {
  /** The service refused the last value with a 401, so a fresh one is needed. */
  readonly wasRefused: boolean;
}

/** A value, or a function that returns it or a promise for it, called before each request. */
export type Provided<T> = T | ((context: ProvideContext) => T | PromiseLike<T>);

/** Headers by name, each a value or a function that returns it; or one function that returns them all. */
export type HeadersOption =
  | Readonly<Record<string, Provided<string> | undefined>>
  | ((context: ProvideContext) => PlainHeaders | PromiseLike<PlainHeaders>);

type Provide = (context: ProvideContext) => Promise<unknown>;

/** The headers of all requests to one service: fixed ones, and those from functions. */
export class RequestHeaders {
  readonly fixed: PlainHeaders;
  /** Absent if no header comes from a function. */
  readonly provide: ((request: RequestDetails, context: ProvideContext) => Promise<PlainHeaders>) | undefined;
  readonly hasSecret: boolean;
  readonly redactor: Redactor;

  /** @throws TypeError for an invalid name or value; no value is shown. */
  constructor(headers: HeadersOption | undefined) {
    const { fixed, provide } = divided(headers);
    this.fixed = checkHeaders(fixed);
    this.redactor = new Redactor(secretsIn(this.fixed));
    // A function that returns all headers most likely returns a token too.
    this.hasSecret = typeof headers === 'function' || carriesSecret(headers ?? {});
    this.provide =
      provide &&
      (async (request, context) => {
        const provided = await checkProvided(provide, request, context);
        this.redactor.learn(secretsIn(provided));
        return provided;
      });
  }
}

/** Which headers are fixed, and what provides the others. */
interface Divided {
  readonly fixed: unknown;
  readonly provide?: Provide;
}

function divided(headers: HeadersOption | undefined): Divided {
  if (typeof headers === 'function') return { fixed: {}, provide: async context => await headers(context) };
  const entries = entriesOf(headers).filter(([, value]) => value !== undefined);
  const fixed = Object.fromEntries(entries.filter(([, value]) => typeof value !== 'function'));
  const functions = entries.filter(([, value]) => typeof value === 'function') as [
    string,
    (context: ProvideContext) => unknown,
  ][];
  if (functions.length === 0) return { fixed };
  checkHeaders(Object.fromEntries(functions.map(([name]) => [name, 'any'])));
  const provide: Provide = async context => {
    const values = functions.map(async ([name, give]) => [name, await give(context)] as const);
    return Object.fromEntries(await Promise.all(values));
  };
  return { fixed, provide };
}

/** @throws TranslationError (rejects) if a function fails or returns no header. */
async function checkProvided(
  provide: Provide,
  request: RequestDetails,
  context: ProvideContext,
): Promise<PlainHeaders> {
  let provided: unknown;
  try {
    provided = await provide(context);
  } catch (thrown) {
    throw notSentError(
      request,
      `a function for a header failed with ${nameAndMessage(thrown)}`,
      isMistake(thrown),
    );
  }
  try {
    return checkHeaders(provided ?? null);
  } catch (thrown) {
    throw notSentError(request, `a function returned no usable header: ${nameAndMessage(thrown)}`, true);
  }
}

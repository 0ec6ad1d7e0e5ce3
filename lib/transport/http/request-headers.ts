import { checkHeaders, carriesSecret, secretsIn, type PlainHeaders } from './headers.js';
import { isMistake, nameAndMessage } from './mistakes.js';
import { Redactor } from './redactor.js';

/** Why a header function is called. */
export interface ProvideContext {
  /** The service answered 401 to its last value: a fresh one is needed. */
  readonly wasRefused: boolean;
}

/** A value, or a function that returns it, called before each request; it may be asynchronous. */
export type Provided<T> = T | ((context: ProvideContext) => T | PromiseLike<T>);

/** Headers by name, each a value or a function that returns it; or one function that returns them all. */
export type HeadersOption =
  | Readonly<Record<string, Provided<string> | undefined>>
  | ((context: ProvideContext) => PlainHeaders | PromiseLike<PlainHeaders>);

/** A header function failed. Nothing was sent. */
export class ProvideError extends Error {
  /** @param isFinal Would it fail again? */
  constructor(
    message: string,
    readonly isFinal: boolean,
  ) {
    super(message);
  }
}

type Provide = (context: ProvideContext) => Promise<PlainHeaders>;

/** The headers of all requests to one service: fixed ones, and those from functions. */
export class RequestHeaders {
  readonly fixed: PlainHeaders;
  /** Absent if no header comes from a function. */
  readonly provide: Provide | undefined;
  readonly hasSecret: boolean;
  readonly redactor: Redactor;

  /** @throws TypeError for an invalid name or value; no value is shown. */
  constructor(headers: HeadersOption | undefined) {
    const { fixed, provide } = divided(headers);
    this.fixed = checkHeaders(fixed);
    this.redactor = new Redactor(secretsIn(this.fixed));
    // A function that returns all headers most likely returns a token among them.
    this.hasSecret = typeof headers === 'function' || carriesSecret(headers ?? {});
    this.provide =
      provide &&
      (async context => {
        const provided = await checkProvided(provide, context);
        this.redactor.learn(secretsIn(provided));
        return provided;
      });
  }
}

function divided(headers: HeadersOption | undefined): {
  readonly fixed: unknown;
  readonly provide: Provide | undefined;
} {
  if (typeof headers === 'function') return { fixed: {}, provide: async context => await headers(context) };
  if (typeof headers !== 'object' || (headers as unknown) === null || Symbol.iterator in headers)
    return { fixed: headers, provide: undefined };
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  const functions = entries.filter(([, value]) => typeof value === 'function') as [
    string,
    (context: ProvideContext) => string | PromiseLike<string>,
  ][];
  if (functions.length === 0) return { fixed: Object.fromEntries(entries), provide: undefined };
  checkHeaders(Object.fromEntries(functions.map(([name]) => [name, 'any'])));
  return {
    fixed: Object.fromEntries(entries.filter(([, value]) => typeof value !== 'function')),
    provide: async context => {
      const values = functions.map(async ([name, give]) => [name, await give(context)] as const);
      return Object.fromEntries(await Promise.all(values));
    },
  };
}

async function checkProvided(provide: Provide, context: ProvideContext): Promise<PlainHeaders> {
  let provided: unknown;
  try {
    provided = await provide(context);
  } catch (thrown) {
    throw new ProvideError(
      `a function for a header failed with ${nameAndMessage(thrown)}`,
      isMistake(thrown),
    );
  }
  try {
    return checkHeaders(provided ?? null);
  } catch (thrown) {
    throw new ProvideError(`a function returned no usable header: ${nameAndMessage(thrown)}`, true);
  }
}

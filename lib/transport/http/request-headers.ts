import { checkHeaders, carriesSecret, secretsIn, type PlainHeaders } from './headers.js';
import { isMistake, nameAndMessage } from './mistakes.js';
import { Redactor } from './redactor.js';

/** Why a function for a header is called. */
export interface ProvideContext {
  /** The service answered 401 to what it gave for this request: something fresh is needed. */
  readonly wasRefused: boolean;
}

/** A value, or a function that is asked for it before each request; it may be asynchronous. */
export type Provided<T> = T | ((context: ProvideContext) => T | PromiseLike<T>);

/** Headers by name, each a value or a function that gives it; or one function that gives them all. */
export type HeadersOption =
  | Readonly<Record<string, Provided<string> | undefined>>
  | ((context: ProvideContext) => PlainHeaders | PromiseLike<PlainHeaders>);

/** A function for a header failed. Nothing was sent. */
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

/** The headers of all requests to one service: those that never change, and those that are asked for before each request. */
export class RequestHeaders {
  readonly fixed: PlainHeaders;
  /** Absent where no header is given by a function. */
  readonly provide: Provide | undefined;
  readonly hasSecret: boolean;
  readonly redactor: Redactor;

  /** @throws TypeError for a name or a value that no request can carry; no value is shown. */
  constructor(headers: HeadersOption | undefined) {
    const { fixed, provide } = divided(headers);
    this.fixed = checkHeaders(fixed);
    this.redactor = new Redactor(secretsIn(this.fixed));
    // A function that gives all headers most likely gives a token among them.
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
  if (typeof headers !== 'object' || Symbol.iterator in headers)
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
    throw new ProvideError(`a function gave no usable header: ${nameAndMessage(thrown)}`, true);
  }
}

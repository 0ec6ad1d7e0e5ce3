import * as kyModule from 'ky';
import type { BaseUrl } from './base-url.js';
import type { RequestDetails } from './errors/refusal-error.js';
import type { ProvideContext, RequestHeaders } from './request-headers.js';

/** What the requests to one service share. */
interface KySettings {
  readonly baseUrl: BaseUrl;
  readonly headers: RequestHeaders;
}

/** ky 2 renamed this option and rejects the old name. Only ky 2 exports `isNetworkError`. */
const PREFIX = 'isNetworkError' in kyModule ? 'prefix' : 'prefixUrl';

/** Retries, time limits and errors are decided outside ky, so that they follow one policy. */
const SETTINGS = { retry: 0, timeout: false, throwHttpErrors: false, redirect: 'manual' } as const;

/** An instance of ky, with the settings of one service. */
export type Ky = kyModule.KyInstance;

/** The ky instance of one service. The `context` of a request tells its header functions why they are called, and its errors what they may reveal. */
export function kyInstance({ baseUrl, headers }: KySettings): Ky {
  return kyModule.default.create({
    ...SETTINGS,
    [PREFIX]: baseUrl.origin + baseUrl.path,
    headers: { ...headers.fixed, accept: 'application/json' },
    // The browser's cache could return an old status. Some worker runtimes reject the option, and have no cache.
    ...('cache' in Request.prototype && { cache: 'no-store' }),
    ...(headers.provide !== undefined && { hooks: { beforeRequest: [providing(headers.provide)] } }),
  });
}

interface HookState {
  readonly request: Request;
  readonly options: { readonly context: ProvideContext & { readonly request: RequestDetails } };
}

/** A hook that gets the headers before a request is sent. */
function providing(provide: NonNullable<RequestHeaders['provide']>) {
  return async (...given: readonly unknown[]): Promise<void> => {
    // ky 1 passes a hook its request and options separately, ky 2 in one object.
    const [first, second] = given;
    const { request, options } = (
      first instanceof Request ? { request: first, options: second } : first
    ) as HookState;
    const { wasRefused, request: about } = options.context;
    const provided = await provide(about, { wasRefused });
    for (const [name, value] of Object.entries(provided)) request.headers.set(name, value);
  };
}

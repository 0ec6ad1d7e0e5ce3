import * as kyModule from 'ky';
import type { BaseUrl } from './base-url.js';
import { fetchAdapter, type Fetch } from './own-fetch.js';

/** What all requests to one service share. */
interface KySettings {
  readonly baseUrl: BaseUrl;
  readonly headers: Readonly<Record<string, string>>;
  /** A fetch of the user's own; absent: the platform's. */
  readonly ownFetch: Fetch | undefined;
}

/** The name of the option: ky 2 renamed it, refuses the old name, and is the first version that exports `isNetworkError`. */
const PREFIX = 'isNetworkError' in kyModule ? 'prefix' : 'prefixUrl';

/** Retries, time limits and errors are decided outside ky, so that they follow one policy. */
const SETTINGS = { retry: 0, timeout: false, throwHttpErrors: false, redirect: 'manual' } as const;

export type Ky = kyModule.KyInstance;

/** The ky instance of one service. */
export function kyInstance({ baseUrl, headers, ownFetch }: KySettings): Ky {
  return kyModule.default.create({
    ...SETTINGS,
    [PREFIX]: baseUrl.origin + baseUrl.path,
    headers: { ...headers, accept: 'application/json' },
    // The browser's cache would give an old status.
    cache: 'no-store',
    ...(ownFetch !== undefined && { fetch: fetchAdapter(ownFetch) }),
  });
}

import ky, { type KyInstance } from 'ky';
import type { PlainHeaders } from './headers.js';

/** Retries, time limits and errors are decided outside ky, so that they follow one policy. */
const SETTINGS = { retry: 0, timeout: false, throwHttpErrors: false, redirect: 'manual' } as const;

export type Ky = KyInstance;

/** The ky instance of one service. */
export function kyInstance(headers: PlainHeaders): Ky {
  return ky.create({
    ...SETTINGS,
    headers: { ...headers, accept: 'application/json' },
    // The browser's cache could return an old status. Some workers refuse the option, and have no such cache.
    ...('cache' in Request.prototype && { cache: 'no-store' }),
  });
}

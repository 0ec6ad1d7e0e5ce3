import {
  isCircuitBreakerError,
  isJobNotFoundError,
  isProtocolError,
  isRetryableError,
  type TranslationError,
} from '../../model/errors.js';
import type { WatchState } from './state.js';

/** What a failed poll means for its watch. */
export type FailureMeaning =
  /** The network or the service is failing. */
  | 'passing'
  /** The circuit is open. */
  | 'not-sent'
  /** The service may not know the job yet. */
  | 'too-early'
  /** A refusal that another poll must confirm. */
  | 'doubt'
  /** The watch ends. */
  | 'final';

/**
 * Before the first report, a refusal is final: the id, the key or the URL is wrong. Later it may come from a proxy, a login page or a lagging replica:
 * only the second in a row of the same kind ends the watch.
 */
export function meaningOf(state: WatchState, error: TranslationError, now: number): FailureMeaning {
  if (isCircuitBreakerError(error)) return 'not-sent';
  if (isRetryableError(error) || isProtocolError(error)) return 'passing';
  const isUnseen = !state.isSeen;
  if (isUnseen && isJobNotFoundError(error) && now < (state.notFoundUntil ?? 0)) return 'too-early';
  return isUnseen || state.doubt === refusalKind(error) ? 'final' : 'doubt';
}

/** Refusals of one kind confirm each other. An HTML page is another kind than the service's own JSON: it may come from a proxy. */
export function refusalKind(error: TranslationError): string {
  const { status, code } = error as { readonly status?: number; readonly code?: string };
  return `${error.name} ${String(status ?? code)}${code === 'not_json' ? ' page' : ''}`;
}

import { ignoreRejection, textOf } from '../../model/checks.js';
import { isCircuitBreakerError, type TranslationError } from '../../model/errors.js';
import type { Breaker } from '../../options/types.js';
import type { Permit } from '../../policy/circuit/circuit.js';
import { requestFault } from './call-transport.js';
import type { RequestKind } from './request-limiter.js';

/** Asks a breaker, which may be a user's own and do anything. Returns its permit, its refusal, or what is wrong with it: that costs this request only. */
export function askBreaker(breaker: Breaker, kind: RequestKind): Permit | TranslationError {
  try {
    const answer: unknown = breaker.ask();
    if (isCircuitBreakerError(answer)) return answer;
    if (typeof answer === 'object' && answer !== null && 'generation' in answer) return answer as Permit;
    ignoreRejection(answer);
    return requestFault(kind, 'the circuit breaker gave neither a permit nor a refusal');
  } catch (thrown) {
    return requestFault(kind, `the circuit breaker threw ${textOf(thrown)}`);
  }
}

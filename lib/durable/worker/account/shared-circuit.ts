import { defer, of, Subject, switchMap, type Observable } from 'rxjs';
import type { CircuitConfig } from '../../../policy/circuit/circuit-config.js';
import type { CircuitState, CircuitTransition } from '../../../policy/circuit/circuit-state.js';
import { transition } from '../../../policy/circuit/circuit.js';
import type { Outcome } from '../../../policy/circuit/outcome.js';
import type { StoredCircuit } from '../../engine/claims.js';
import type { DurableEngine } from '../../engine/engine.js';
import { permitOf } from '../../policy/engine/gate.js';
import { callEngine, type EngineCallDeps } from '../../engine-calls.js';

/** How often a change is decided again because another worker was faster. With that many reports at once, dropping one makes no difference. */
const MOST_TRIES = 10;

/** The circuit that all workers of an account share, as one worker sees it. */
export class SharedCircuit {
  readonly #transitionSubject = new Subject<CircuitTransition>();
  readonly #engine: DurableEngine;
  readonly #account: string;
  readonly #config: CircuitConfig;
  readonly #deps: EngineCallDeps;

  /** *Emits* each change that this worker makes. Never *completes* or *errors*. */
  readonly transition$: Observable<CircuitTransition> = this.#transitionSubject.asObservable();

  constructor(engine: DurableEngine, account: string, config: CircuitConfig, deps: EngineCallDeps) {
    this.#engine = engine;
    this.#account = account;
    this.#config = config;
    this.#deps = deps;
  }

  /**
   * Reports how the request of a claim ended.
   *
   * *Emits* once and *completes* when that is stored, or changes nothing. *Errors* as the engine does. *On unsubscribe* stops trying.
   *
   * @param claimed The circuit after the claim.
   * @param now The time by the engine's clock.
   */
  report(claimed: StoredCircuit, outcome: Outcome, now: number): Observable<unknown> {
    const event = { type: 'settled', permit: permitOf(claimed), outcome } as const;
    const attempt$ = (circuit: StoredCircuit, tries: number): Observable<unknown> => {
      const previous = circuit.state;
      const next = transition(previous, event, this.#config, { now, random: this.#deps.random });
      if (next === previous || tries > MOST_TRIES) return of(undefined);
      const swap$ = () => this.#engine.swapCircuit(this.#account, circuit.version, next);
      return callEngine(swap$, this.#deps).pipe(
        switchMap(stored => {
          const isTransition = next.generation !== previous.generation;
          if (!stored.isSwapped && !(isTransition && isSame(stored.state, next))) {
            return attempt$(stored, tries + 1);
          }
          if (isTransition) this.#transitionSubject.next({ previous, current: next });
          return of(undefined);
        }),
      );
    };
    return defer(() => attempt$(claimed, 1));
  }
}

/** If two workers make the same transition at the same time, either may count as the one that made it. */
function isSame(a: CircuitState, b: CircuitState): boolean {
  if (a.state !== b.state || a.generation !== b.generation) return false;
  return a.state !== 'open' || b.state !== 'open' || a.until === b.until;
}

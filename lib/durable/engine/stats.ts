import type { StoredCircuit } from './claims.js';

/** The state of an account, for its operators. */
export interface EngineStats {
  /** Open, due and claimed watches. */
  readonly watches: LaneStats;
  /** Open, due and claimed creates. */
  readonly creates: LaneStats;
  /** The circuit that all workers of the account share. */
  readonly circuit: StoredCircuit;
}

/** How much there is to do in one lane. */
export interface LaneStats {
  /** Those that have not ended. */
  readonly open: number;
  /** Those that are due and not claimed. */
  readonly due: number;
  /** Those that are claimed. */
  readonly claimed: number;
  /** How long the oldest due one has been due, in ms; 0 if none is. */
  readonly lateMs: number;
  /** How much longer the service asks for no requests, in ms. */
  readonly silentMs: number;
}

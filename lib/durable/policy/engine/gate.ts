import { RequestError } from '../../../model/errors.js';
import { initialCircuit, type CircuitState, type Permit } from '../../../policy/circuit/circuit-state.js';
import type {
  CircuitSwap,
  ClaimTerms,
  Lane,
  SilenceReport,
  StoredCircuit,
  WaitReason,
} from '../../engine/claims.js';

/** The code of a call that is refused because the account has the jobs of another service. */
export const OTHER_SERVICE = 'account_of_another_service';

/** What limits the requests of an account. Instants are epoch ms of the engine's clock. */
export interface AccountGate {
  /** The service whose jobs the account has. Absent: no worker or client has named one. */
  readonly service?: string | undefined;
  /** When the rate allows the next request. */
  readonly slotAt: number;
  readonly silences: Readonly<Record<Lane, LaneSilence>>;
  readonly circuit: StoredCircuit;
}

/** The silence that the service has asked for in one lane. */
export interface LaneSilence {
  /** Until then nothing is sent. */
  readonly quietUntil: number;
  /** From `quietUntil` until then, one probe at a time. */
  readonly askedUntil: number;
  /** The lease of the probe in flight. */
  readonly probe?: string | undefined;
}

const NO_SILENCE: LaneSilence = { quietUntil: 0, askedUntil: 0 };

/** The gate of an account that has not sent anything. */
export const openGate: AccountGate = {
  slotAt: 0,
  silences: { poll: NO_SILENCE, create: NO_SILENCE },
  circuit: { version: 0, state: initialCircuit },
};

/** Whether one request may be sent now: the gate after it, or why not, and for how long (absent: not known). */
export type Admission =
  | { readonly type: 'admitted'; readonly gate: AccountGate }
  | {
      readonly type: 'refused';
      readonly reason: Exclude<WaitReason, 'idle'>;
      readonly waitMs?: number | undefined;
    };

/** A request of a claim that is being made. */
export interface GateRequest extends Omit<ClaimTerms, 'leaseMs'> {
  readonly lane: Lane;
  readonly lease: string;
  readonly now: number;
}

/** The gate of an account that has the jobs of this service. @throws RequestError if it has those of another. */
export function ofService(gate: AccountGate, service: string | undefined): AccountGate {
  if (service === undefined || service === gate.service) return gate;
  if (gate.service === undefined) return { ...gate, service };
  throw new RequestError(
    `Cannot use this account: it belongs to ${gate.service}, got ${service}; give each service its own account`,
    { code: OTHER_SERVICE },
  );
}

/** Decides whether a request may be sent: first by silence and circuit, then by the rate, so that only a request that is sent takes a slot. */
export function admit(gate: AccountGate, request: GateRequest): Admission {
  const { lane, lease, now, perSecond, probeMs } = request;
  const silence = gate.silences[lane];
  if (now < silence.quietUntil)
    return { type: 'refused', reason: 'silence', waitMs: silence.quietUntil - now };
  const circuit = afterClaim(gate.circuit.state, probeMs, now);
  if (typeof circuit === 'number' || circuit === undefined) {
    return { type: 'refused', reason: 'circuit', waitMs: circuit };
  }
  if (now < gate.slotAt) return { type: 'refused', reason: 'rate', waitMs: gate.slotAt - now };
  return {
    type: 'admitted',
    gate: {
      ...gate,
      slotAt: now + 1000 / perSecond,
      silences:
        now < silence.askedUntil
          ? { ...gate.silences, [lane]: { ...silence, quietUntil: now + probeMs, probe: lease } }
          : gate.silences,
      circuit:
        circuit === gate.circuit.state ? gate.circuit : { version: gate.circuit.version + 1, state: circuit },
    },
  };
}

/**
 * The circuit after one request was admitted, or in how many ms to ask again (undefined: not known). As `transition` decides for `asked`, except that a lost probe is sent again: that it
 * never came back says something about its worker, not about the service.
 */
function afterClaim(state: CircuitState, probeMs: number, now: number): CircuitState | number | undefined {
  switch (state.state) {
    case 'closed':
      return state;
    case 'open':
      if (now < state.until) return state.until - now;
      return {
        state: 'half-open',
        generation: state.generation + 1,
        openings: state.openings,
        probeUntil: now + probeMs,
      };
    case 'half-open':
      if (state.probeUntil !== undefined && now < state.probeUntil) return state.probeUntil - now;
      return { ...state, probeUntil: now + probeMs };
    case 'isolated':
      return undefined;
  }
}

/** The permit of a request that was admitted with this circuit. */
export const permitOf = ({ state }: StoredCircuit): Permit => ({
  generation: state.generation,
  isProbe: state.state === 'half-open',
});

/** The silence of a lane after a request has ended. @param lease That of the request. */
export function afterSilenceReport(
  silence: LaneSilence,
  lease: string,
  report: SilenceReport | undefined,
  now: number,
): LaneSilence {
  if (typeof report === 'object') {
    return {
      quietUntil: Math.max(silence.probe === lease ? now : silence.quietUntil, now + report.quietMs),
      askedUntil: Math.max(silence.askedUntil, now + report.askedMs),
    };
  }
  if (report === undefined || silence.probe !== lease) return silence;
  return report === 'success' ? NO_SILENCE : { quietUntil: now, askedUntil: silence.askedUntil };
}

/** The circuit, replaced by `next` if it still has this version. */
export const swapped = (circuit: StoredCircuit, version: number, next: CircuitState): CircuitSwap =>
  circuit.version === version
    ? { version: version + 1, state: next, isSwapped: true }
    : { ...circuit, isSwapped: false };

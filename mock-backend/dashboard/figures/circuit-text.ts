import type { CircuitState } from 'heygen-rx';

/** The state of the circuit in a few words. It promises the next request only if something waits to be sent. */
export const circuitText = (
  circuit: CircuitState,
  { now, willSend }: { readonly now: number; readonly willSend: boolean },
): string => {
  switch (circuit.state) {
    case 'isolated':
      return 'opened manually';
    case 'open':
      return willSend ? `open, next request in ${seconds(Math.max(0, circuit.until - now))}` : 'open';
    default:
      return circuit.state;
  }
};

/** What the state of the circuit means. */
export const circuitSentence = (circuit: CircuitState): string => {
  switch (circuit.state) {
    case 'closed':
      return 'Requests are sent. Five failures in a row open the circuit.';
    case 'open': {
      const lasts = seconds(circuit.until - circuit.openedAt);
      return circuit.openings === 1
        ? `Nothing is sent for ${lasts}.`
        : `Nothing is sent for ${lasts}. Opened ${circuit.openings} times in a row, each time for longer.`;
    }
    case 'half-open':
      return 'One request is sent to test the backend.';
    case 'isolated':
      return 'Opened manually: nothing is sent until it is closed again.';
  }
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

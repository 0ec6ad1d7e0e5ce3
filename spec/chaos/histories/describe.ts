import { PLAIN, type History, type TimedAction } from './history.js';

/** A history as a reader needs it: what stands where, and what is done when. */
export function describeHistory(history: History): string {
  const { timers, seed, clients, sharesBreaker, jobs, fates, latencyMs, hintMs, reaction, recoversAtMs } =
    history;
  return [
    `timers ${timers}, seed ${seed}, latency ${latencyMs} ms, hint ${hintMs} ms`,
    `fates: ${fates.join(', ')}`,
    ...(recoversAtMs === undefined ? [] : [`all goes well from ${recoversAtMs} ms on`]),
    ...clients.map((plan, i) => `client ${i + 1}: ${difference(plan, PLAIN)}`),
    ...(sharesBreaker && clients.length > 1 ? ['all clients share a breaker'] : []),
    ...jobs.map(
      ({ runsAtMs, endsAtMs, outcome }, i) =>
        `job-${i + 1}: running at ${Math.min(runsAtMs, endsAtMs)} ms, ${outcome} at ${endsAtMs} ms`,
    ),
    ...timeline(history.actions),
    ...(reaction === undefined ? [] : [`inside next of snapshot ${reaction.atSnapshot}: ${reaction.do}`]),
  ].join('\n');
}

function timeline(actions: readonly TimedAction[]): readonly string[] {
  let at = 0;
  return actions.map(({ afterMs, action }) => {
    at += afterMs;
    const { do: what, ...rest } = action;
    return `at ${at} ms: ${what} ${compact(rest)}`;
  });
}

const compact = (value: object): string => JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ');

/** What is other than usual. */
function difference(given: object, usual: object): string {
  const parts = Object.entries(given).flatMap(([name, value]: [string, unknown]) => {
    const other: unknown = Reflect.get(usual, name);
    if (typeof value === 'object' && value !== null && typeof other === 'object' && other !== null) {
      const inner = difference(value, other);
      return inner === 'as usual' ? [] : [`${name} { ${inner} }`];
    }
    return value === other ? [] : [`${name} ${String(value)}`];
  });
  return parts.length === 0 ? 'as usual' : parts.join(', ');
}

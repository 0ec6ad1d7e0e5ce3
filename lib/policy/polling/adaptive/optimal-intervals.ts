import type { Distribution } from './distribution.js';

/** Beside the wait whose expected delay pays for one poll, waits of these proportions are tried. */
const TRIED = [0.4, 0.55, 0.7, 0.85, 1, 1.2] as const;

/** How long to wait for a job that is older than all that was thought possible: polls go on, ever more slowly. */
export function lateWait(elapsedMs: number, pollCostMs: number): number {
  // Keller's density of looks for a Pareto tail of index 1/2.
  return 2 * Math.sqrt(pollCostMs * elapsedMs);
}

/**
 * The wait that costs least, for each age in the table of a distribution, by dynamic programming from the end of the table to its beginning:
 * a poll costs `pollCostMs`, and each ms between the job's end and the next poll costs one.
 *
 * The waits tried are fractions of the one after which the delay expected to have piled up is worth one poll (nearly the best, wherever several
 * polls are to come), and the one that ends where the next older age's ends, which leaps over valleys.
 *
 * @see Barlow, Hunter and Proschan 1963, Optimum checking procedures; Keller 1974, doi 10.1287/mnsc.21.3.256.
 */
export function bestWaits(distribution: Distribution, pollCostMs: number): Float64Array {
  const { instants, ended, overdue } = distribution;
  const end = instants.length - 1;
  const waits = new Float64Array(instants.length);
  /** What is still to be paid after a poll this age, times the probability that it finds the job open. */
  const toPay = new Float64Array(instants.length);
  waits[end] = lateWait(instants[end]!, pollCostMs);
  toPay[end] = (1 - ended[end]!) * (pollCostMs + waits[end]);
  let even = end;

  for (let at = end - 1; at >= 0; at--) {
    const now = instants[at]!;
    const over = ended[at]!;
    const poll = pollCostMs * (1 - over);
    /** Expected delay of jobs that end between now and point k, by then. */
    const delayAt = (k: number): number => overdue[k]! - overdue[at]! - over * (instants[k]! - now);

    even = Math.min(even, end - 1);
    while (even > at && delayAt(even) > poll) even--;
    const evenWait = instants[even]! - now + crossing(distribution, even, over, poll - delayAt(even));

    let least = Infinity;
    let k = at;
    for (let option = 0; option <= TRIED.length; option++) {
      const leap = option === TRIED.length;
      const wait = leap ? instants[at + 1]! + waits[at + 1]! - now : TRIED[option]! * evenWait;
      const then = now + wait;
      let price: number;
      if (then >= instants[end]!) {
        price = poll + delayAt(end) + (1 - over) * (then - instants[end]!) + toPay[end];
      } else {
        if (leap) k = Math.max(at, distribution.indexOf(then));
        else while (instants[k + 1]! <= then) k++;
        const into = then - instants[k]!;
        const part = into / (instants[k + 1]! - instants[k]!);
        const delay = delayAt(k) + into * (ended[k]! - over + ((ended[k + 1]! - ended[k]!) * part) / 2);
        price =
          k === at
            ? (poll + delay) / part + toPay[at + 1]! // as often as it fits before the next point
            : poll + delay + (1 - part) * toPay[k]! + part * toPay[k + 1]!;
      }
      if (price < least) {
        least = price;
        waits[at] = wait;
      }
    }
    toPay[at] = least;
    even++;
  }
  return waits;
}

/** How far into a cell the delay grows by `missing`: the solution of rate d + slope d^2 / 2 = missing. */
function crossing({ instants, ended }: Distribution, cell: number, over: number, missing: number): number {
  const width = instants[cell + 1]! - instants[cell]!;
  const slope = (ended[cell + 1]! - ended[cell]!) / width;
  const rate = ended[cell]! - over;
  const root = rate + Math.sqrt(rate * rate + 2 * slope * missing);
  return root > 0 ? Math.min(width, (2 * missing) / root) : width;
}

/** Reads the table of waits at any age. */
export function waitAt(
  distribution: Distribution,
  waits: Float64Array,
  elapsed: number,
  pollCostMs: number,
): number {
  const { instants } = distribution;
  const index = distribution.indexOf(elapsed);
  if (index < 0) return instants[0]! + waits[0]! - elapsed;
  if (index >= instants.length - 1) return lateWait(elapsed, pollCostMs);
  const part = (elapsed - instants[index]!) / (instants[index + 1]! - instants[index]!);
  return waits[index]! + part * (waits[index + 1]! - waits[index]!);
}

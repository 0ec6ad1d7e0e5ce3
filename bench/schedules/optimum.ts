/**
 * The best possible polls for jobs whose durations are exactly these, all equally likely: Barlow, Hunter and Proschan's recursion
 *
 *     V(i) = min over j > i of  pollCost S_i + integral_i^j (x_j - t) f dt + V(j)
 *
 * The cost is a Monge array, so the best j never falls as i rises, and each i searches only up to its successor's.
 *
 * @param durations Sorted, in ms.
 * @returns the times of the polls
 */
export function bestPolls(durations: Float64Array, pollCostMs: number): readonly number[] {
  const n = durations.length;
  const sum = new Float64Array(n + 1);
  durations.forEach((duration, i) => (sum[i + 1] = sum[i]! + duration));
  const toPay = new Float64Array(n + 1);
  const next = new Int32Array(n + 1).fill(n);
  for (let i = n - 1; i >= 0; i--) {
    let least = Infinity;
    const last = next[i + 1]!;
    for (let j = i + 1; j <= last; j++) {
      const cost = pollCostMs * (n - i) + (j - i) * durations[j - 1]! - (sum[j]! - sum[i]!) + toPay[j]!;
      if (cost < least) [least, next[i]] = [cost, j];
    }
    toPay[i] = least;
  }
  const polls: number[] = [];
  for (let i = 0; i < n; i = next[i]!) polls.push(durations[next[i]! - 1]!);
  return polls;
}

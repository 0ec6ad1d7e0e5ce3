/** The most of these instants, in ms, that lie within one second. */
export function mostWithinASecond(instants: readonly number[]): number {
  const sorted = [...instants].sort((one, other) => one - other);
  let first = 0;
  return sorted.reduce((most, at, index) => {
    while (at - sorted[first]! >= 1000) first++;
    return Math.max(most, index - first + 1);
  }, 0);
}

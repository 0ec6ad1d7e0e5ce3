/** The most of these instants, in ms, that lie within one second. */
export function mostWithinASecond(instants: readonly number[]): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  sorted.forEach((at, index) => {
    while (at - sorted[first]! >= 1000) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

/** The value below which a share of the numbers lie (nearest rank); undefined if there are none. */
export const quantile = (numbers: readonly number[], share: number): number | undefined =>
  [...numbers].sort((one, other) => one - other)[Math.max(0, Math.ceil(numbers.length * share) - 1)];

/** How long responses take: `Latency: median 14 ms, 95th percentile 40 ms.` */
export const latencyText = (latenciesMs: readonly number[]): string => {
  const median = quantile(latenciesMs, 0.5);
  const slow = quantile(latenciesMs, 0.95);
  if (median === undefined || slow === undefined) return 'No response yet.';
  return `Latency: median ${ms(median)}, 95th percentile ${ms(slow)}.`;
};

const ms = (value: number): string =>
  value < 1000 ? `${Math.round(value)}\u00a0ms` : `${(value / 1000).toFixed(1)}\u00a0s`;

/** How much latency the backend adds, as its state has it: a number of ms, a range, or a distribution. */
export const latencyText = (latency: unknown): string => {
  if (Array.isArray(latency)) return `${String(latency[0])} to ${String(latency[1])} ms`;
  const middle = middleMs(latency);
  return `${typeof latency === 'number' ? '' : 'about '}${middle} ms`;
};

/** The latency that the slider stands at: the middle of a range or a distribution. */
export const middleMs = (latency: unknown): number => {
  if (typeof latency === 'number') return latency;
  if (Array.isArray(latency)) return (Number(latency[0]) + Number(latency[1])) / 2;
  const { medianMs, meanMs } = latency as { readonly medianMs?: number; readonly meanMs?: number };
  return medianMs ?? meanMs ?? 0;
};

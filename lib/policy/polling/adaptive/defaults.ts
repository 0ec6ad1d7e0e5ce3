/** The defaults of an adaptive schedule's options. */
export const ADAPTIVE_DEFAULTS = {
  minIntervalMs: 10,
  maxIntervalMs: 86_400_000,
  prior: { medianMs: 520_000, sigma: 0.5 },
} as const;

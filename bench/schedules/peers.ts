/** A schedule in use: the interval in seconds between the response to poll k (from 1) and the next poll, without or with jitter. */
export type Peer = {
  readonly name: string;
  /** When the first poll is sent. @default 0 */
  readonly firstSeconds?: number;
} & (
  | { readonly seconds: (k: number, elapsedSeconds: number) => number }
  | { readonly jittered: (k: number, random: () => number) => number }
);

const doubling = (base: number, k: number): number => base * 2 ** (k - 1);

/** From the published packages, November 2026. Where callers choose the numbers, the ones used here are in brackets. */
export const PEERS: readonly Peer[] = [
  { name: '@azure/core-lro 3', seconds: () => 2 },
  { name: '@smithy/util-waiter 4 (AWS)', jittered: (k, random) => awsWait(k, random) },
  { name: 'google-gax 6', seconds: k => Math.min(0.1 * 1.3 ** (k - 1), 60) },
  { name: 'google api_core (Python)', jittered: (k, random) => random() * Math.min(1.5 ** (k - 1), 20) },
  { name: 'Azure .NET', seconds: k => [1, 1, 1, 2, 4, 8, 16][k - 1] ?? 32 },
  { name: '@fal-ai/client 1', seconds: () => 0.5 },
  { name: 'replicate 1', seconds: () => 0.5 },
  { name: 'openai 7', seconds: () => 5 },
  { name: 'rxjs-poll 3', seconds: () => 1 },
  { name: 'backoff-rxjs 7 (1 s, cap 60 s)', seconds: k => Math.min(doubling(1, k), 60) },
  { name: 'TanStack Query 5 (10 s)', seconds: () => 10 },
  {
    name: 'Kubernetes wait (1 s, 1.5, cap 30 s, 0.1)',
    jittered: (k, random) => Math.min(1.5 ** (k - 1), 30) * (1 + 0.1 * random()),
  },
  { name: 'HeyGen CLI', jittered: (k, random) => Math.min(doubling(2, k), 30) * (0.75 + 0.5 * random()) },
  { name: "HeyGen's advice", firstSeconds: 30, seconds: (_k, elapsed) => (elapsed < 180 ? 30 : 60) },
  {
    name: 'the Python client before',
    jittered: (k, random) => Math.min(doubling(0.5, k), 5) * (1 + 0.1 * (2 * random() - 1)),
  },
  { name: 'every 30 s', firstSeconds: 30, seconds: () => 30 },
];

export const HEYGEN_CLI = PEERS.find(({ name }) => name === 'HeyGen CLI')!;

function awsWait(k: number, random: () => number, min = 2, max = 120): number {
  return k > Math.log2(max / min) + 1 ? max : min + random() * (Math.min(max, doubling(min, k)) - min);
}

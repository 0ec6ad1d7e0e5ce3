/** Where jobs are polled, and how many have been so far. */
export interface Target {
  readonly baseUrl: string;
  /** Open jobs, none of which ends. */
  readonly jobIds: readonly string[];
  /** Requests that may be under way at once. */
  readonly concurrent: number;
  /** Called with the number of jobs that a request polls. */
  readonly polled: (jobs: number) => void;
}

/** One way to poll jobs over HTTP, as fast as it can; it never stops. */
export type Poller = (target: Target) => void;

/** Polls one job after the other, so many at once. */
export function loop(
  { jobIds, concurrent, polled }: Target,
  pollAt: (jobId: string) => Promise<{ readonly result: string }>,
): void {
  let next = 0;
  const run = async (): Promise<never> => {
    for (;;) {
      const { result } = await pollAt(jobIds[next++ % jobIds.length]!);
      if (result !== 'pending') throw new Error(`A job that should not end is ${result}`);
      polled(1);
    }
  };
  for (let lane = 0; lane < concurrent; lane++) void run();
}

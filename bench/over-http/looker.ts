/** Where jobs are looked at, and how many have been so far. */
export interface Target {
  readonly baseUrl: string;
  /** Open jobs, none of which ends. */
  readonly jobIds: readonly string[];
  /** Requests that may be under way at once. */
  readonly concurrent: number;
  /** Called with the number of jobs that a request looks at. */
  readonly looked: (jobs: number) => void;
}

/** One way to look at jobs over HTTP, as fast as it can; it never stops. */
export type Looker = (target: Target) => void;

/** Looks at one job after the other, so many at once. */
export function loop(
  { jobIds, concurrent, looked }: Target,
  lookAt: (jobId: string) => Promise<{ readonly result: string }>,
): void {
  let next = 0;
  const run = async (): Promise<never> => {
    for (;;) {
      const { result } = await lookAt(jobIds[next++ % jobIds.length]!);
      if (result !== 'pending') throw new Error(`A job that should not end is ${result}`);
      looked(1);
    }
  };
  for (let lane = 0; lane < concurrent; lane++) void run();
}

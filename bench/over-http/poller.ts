/** The jobs to poll, and how to count the polls. */
export interface Target {
  readonly baseUrl: string;
  /** Open jobs. None of them ends. */
  readonly jobIds: readonly string[];
  /** How many requests may be in flight at once. */
  readonly concurrent: number;
  /** Called with the number of jobs that a request polls. */
  readonly polled: (jobs: number) => void;
}

/** One way to poll jobs over HTTP, as fast as it can. It never stops. */
export type Poller = (target: Target) => void;

/** Polls one job after another, `concurrent` of them at once. */
export function loop(
  { jobIds, concurrent, polled }: Target,
  poll: (jobId: string) => Promise<{ readonly result: string }>,
): void {
  let next = 0;
  const run = async (): Promise<never> => {
    for (;;) {
      const { result } = await poll(jobIds[next++ % jobIds.length]!);
      if (result !== 'pending') throw new Error(`A job that should not end is ${result}`);
      polled(1);
    }
  };
  for (let running = 0; running < concurrent; running++) void run();
}

import type { ScriptedTransport } from 'heygen-rx/testing';

/** Each request as `at: kind jobs`, with the number of the jobs where there are many. */
export function sent({ requests }: ScriptedTransport): string[] {
  return requests.map(({ kind, at, jobIds }) => {
    const jobs = jobIds.length > 3 ? `${jobIds.length} jobs` : jobIds.join(' ');
    return `${at}: ${kind} ${jobs}`;
  });
}

/** The ids job-1, job-2 ... */
export const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `job-${i + 1}`);

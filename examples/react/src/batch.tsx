import type { BatchSnapshot, JobId, JobSnapshot } from 'heygen-rx';
import type { Observable } from 'rxjs';
import { useObservable } from './use-observable.js';

/** A batch from its first snapshot to its last. Strict mode may mount it twice: they share polls, and one job per language is created. */
export function Batch({ batch$ }: { readonly batch$: Observable<BatchSnapshot> }) {
  const { value: batch, error } = useObservable(batch$);
  if (batch === undefined) return <p role="status">Starting</p>;
  return (
    <section aria-label="Batch">
      <progress aria-label="Jobs done" value={batch.done} max={batch.total} />
      <ul>
        {[...batch.entries()].map(([jobId, job]) => (
          <Job key={jobId} jobId={jobId} job={job} lost={batch.errorOf(jobId)} />
        ))}
      </ul>
      {error && <p role="alert">{error.message}</p>}
    </section>
  );
}

interface JobProps {
  readonly jobId: JobId;
  readonly job: JobSnapshot | undefined;
  readonly lost: Error | undefined;
}

function Job({ jobId, job, lost }: JobProps) {
  return (
    <li>
      <code>{jobId}</code> {lost ? `lost: ${lost.message}` : <Status job={job} />}
    </li>
  );
}

function Status({ job }: { readonly job: JobSnapshot | undefined }) {
  switch (job?.status) {
    case 'completed':
      return job.result.videoUrl ? <a href={job.result.videoUrl}>completed</a> : 'completed';
    case 'error':
      return `failed: ${job.failure.message}`;
    case 'running':
    case 'pending':
      return job.progress === undefined ? job.status : `${job.status} ${Math.round(100 * job.progress)} %`;
    case undefined:
      return 'not seen yet';
  }
}

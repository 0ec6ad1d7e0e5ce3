import type { BatchJob, BatchSnapshot, JobSnapshot } from 'heygen-rx';
import type { Observable } from 'rxjs';
import { useObservable } from './use-observable.js';

/** A batch from its first snapshot to its last. Strict mode may mount it twice: they share polls, and one job per language is created. */
export function Batch({ batch$ }: { readonly batch$: Observable<BatchSnapshot> }) {
  const { value: batch, error } = useObservable(batch$);
  return (
    <>
      {batch ? <Jobs batch={batch} /> : !error && <p role="status">Starting</p>}
      {error && <p role="alert">{error.message}</p>}
    </>
  );
}

function Jobs({ batch }: { readonly batch: BatchSnapshot }) {
  return (
    <section aria-label="Batch">
      <progress aria-label="Jobs done" value={batch.done} max={batch.total} />
      <ul>
        {[...batch.jobs()].map((job, index) => (
          <Job key={index} {...job} />
        ))}
      </ul>
    </section>
  );
}

function Job({ language, jobId, snapshot, error }: BatchJob) {
  return (
    <li>
      {language ?? jobId}: {error ? error.message : <Status job={snapshot} />}
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

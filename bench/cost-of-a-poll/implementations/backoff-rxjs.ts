import { intervalBackoff, retryBackoff } from 'backoff-rxjs';
import { distinctUntilChanged, mergeMap, takeWhile, defer } from 'rxjs';
import { jittered, type Implementation } from '../implementation.js';

/** As its README shows it: a poll at each interval, retried with backoff. */
export const implementation: Implementation = (service, { intervalMs }) => {
  return jobId => {
    const watch = intervalBackoff({
      initialInterval: intervalMs,
      backoffDelay: (_iteration, initialInterval) => jittered(initialInterval),
    })
      .pipe(
        mergeMap(() =>
          defer(() => service.poll$(jobId)).pipe(retryBackoff({ initialInterval: 500, maxRetries: 4 })),
        ),
        distinctUntilChanged((a, b) => a.status === b.status),
        takeWhile(({ status }) => status === 'pending', true),
      )
      .subscribe();
    return () => watch.unsubscribe();
  };
};

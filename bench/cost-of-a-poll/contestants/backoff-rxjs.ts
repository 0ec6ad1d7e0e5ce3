import { intervalBackoff, retryBackoff } from 'backoff-rxjs';
import { distinctUntilChanged, mergeMap, takeWhile, defer } from 'rxjs';
import { spread, type Contestant } from '../contestant.js';

/** As its page shows it: polls intervals, each tried again with backoff. */
export const contestant: Contestant = (service, { intervalMs }) => {
  return jobId => {
    const watch = intervalBackoff({
      initialInterval: intervalMs,
      backoffDelay: (_iteration, initialInterval) => spread(initialInterval),
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

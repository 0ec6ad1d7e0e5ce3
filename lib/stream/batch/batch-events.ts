import { defer, tap, type MonoTypeOperatorFunction } from 'rxjs';
import type { BatchSnapshot } from '../../model/batch.js';
import type { EventBus } from '../event-bus.js';

/** Tells when a batch starts and when it ends; passes everything on. */
export function batchEvents(bus: EventBus, now: () => number): MonoTypeOperatorFunction<BatchSnapshot> {
  return batch$ =>
    defer(() => {
      let latest: BatchSnapshot | undefined;
      const tell = (phase: 'started' | 'ended', batch: BatchSnapshot): void =>
        bus.emit({ type: 'BATCH_OPERATION', at: now(), phase, batch });
      const tellEnd = (): void => {
        if (latest !== undefined) tell('ended', latest);
      };
      return batch$.pipe(
        tap({
          next: batch => {
            if (latest === undefined) tell('started', batch);
            latest = batch;
          },
          complete: tellEnd,
          error: tellEnd,
        }),
      );
    });
}

import { defer, tap, type MonoTypeOperatorFunction } from 'rxjs';
import type { BatchSnapshot } from '../../model/batch.js';
import type { EventBus } from '../event-bus.js';

/** Emits an event when a batch starts and when it ends. *Emits*, *completes* and *errors* as the source does. *On unsubscribe* emits nothing more. */
export function batchEvents(bus: EventBus, now: () => number): MonoTypeOperatorFunction<BatchSnapshot> {
  return batch$ =>
    defer(() => {
      let latest: BatchSnapshot | undefined;
      const emit = (phase: 'started' | 'ended', batch: BatchSnapshot): void =>
        bus.emit({ type: 'BATCH_OPERATION', at: now(), phase, batch });
      const emitEnd = (): void => {
        if (latest !== undefined) emit('ended', latest);
      };
      return batch$.pipe(
        tap({
          next: batch => {
            if (latest === undefined) emit('started', batch);
            latest = batch;
          },
          complete: emitEnd,
          error: emitEnd,
        }),
      );
    });
}

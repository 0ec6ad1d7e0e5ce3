import { Component, computed, input } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import type { BatchSnapshot } from 'heygen-rx';
import { type Observable, switchMap } from 'rxjs';
import { Job } from './job';
import { type Latest, latest as latestOf } from './latest';

/** A batch from its first snapshot to its last. */
@Component({
  selector: 'app-batch',
  imports: [Job],
  template: `
    @if (batch(); as batch) {
      <section aria-label="Batch">
        <progress aria-label="Jobs done" [value]="batch.done" [max]="batch.total"></progress>
        <ul>
          @for (job of jobs(); track $index) {
            <app-job [job]="job" />
          }
        </ul>
      </section>
    } @else if (!latest().error) {
      <p role="status">Starting</p>
    }
    @if (latest().error; as error) {
      <p role="alert">{{ error.message }}</p>
    }
  `,
})
export class Batch {
  readonly batch$ = input.required<Observable<BatchSnapshot>>();

  protected readonly latest = toSignal(toObservable(this.batch$).pipe(switchMap(latestOf)), {
    initialValue: {} as Latest<BatchSnapshot>,
  });
  protected readonly batch = computed(() => this.latest().value);
  protected readonly jobs = computed(() => [...(this.batch()?.jobs() ?? [])]);
}

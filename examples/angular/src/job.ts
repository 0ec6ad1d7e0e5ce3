import { Component, input } from '@angular/core';
import type { BatchJob } from 'heygen-rx';

@Component({
  selector: 'app-job',
  host: { role: 'listitem' },
  template: `
    {{ job().language ?? job().jobId }}:
    @if (job().error; as error) {
      {{ error.message }}
    } @else if (job().snapshot; as snapshot) {
      @switch (snapshot.status) {
        @case ('completed') {
          @if (snapshot.result.videoUrl; as url) {
            <a [href]="url">completed</a>
          } @else {
            completed
          }
        }
        @case ('error') {
          failed: {{ snapshot.failure.message }}
        }
        @default {
          {{ snapshot.status }}
          @if (snapshot.progress !== undefined) {
            {{ percent(snapshot.progress) }}
          }
        }
      }
    } @else {
      not seen yet
    }
  `,
})
export class Job {
  readonly job = input.required<BatchJob>();

  protected percent(progress: number): string {
    return `${Math.round(100 * progress)} %`;
  }
}

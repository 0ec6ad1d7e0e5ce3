import { Component, input } from '@angular/core';
import type { JobId, JobSnapshot } from 'heygen-rx';

@Component({
  selector: 'app-job',
  host: { role: 'listitem' },
  template: `
    <code>{{ id() }}</code>
    {{ ' ' }}
    @if (lost(); as lost) {
      lost: {{ lost.message }}
    } @else if (job(); as job) {
      @switch (job.status) {
        @case ('completed') {
          @if (job.result.videoUrl; as url) {
            <a [href]="url">completed</a>
          } @else {
            completed
          }
        }
        @case ('error') {
          failed: {{ job.failure.message }}
        }
        @default {
          {{ job.status }}
          @if (job.progress !== undefined) {
            {{ percent(job.progress) }}
          }
        }
      }
    } @else {
      not seen yet
    }
  `,
})
export class Job {
  readonly id = input.required<JobId>();
  readonly job = input.required<JobSnapshot | undefined>();
  readonly lost = input<Error>();

  protected percent(progress: number): string {
    return `${Math.round(100 * progress)} %`;
  }
}

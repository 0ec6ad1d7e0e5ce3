import type { JobId } from 'heygen-rx';
import { byId, setText } from '../page/elements.js';
import type { BackendState, Control } from '../backend/control.js';
import type { Desk } from '../batches/batch-list.js';

/** Jobs that go on at the backend and are not on the page, with their creation by this page's clock: after a reload, or of another page. */
export type Found = ReadonlyMap<JobId, number>;

/** Offers to watch what goes on at the backend and is not on the page. */
export class ResumeButton {
  readonly #button = byId('resume', HTMLButtonElement);
  readonly #desk: Desk;

  constructor(control: Control, desk: Desk, resume: (found: Found) => void) {
    this.#desk = desk;
    this.#button.addEventListener('click', () => {
      this.#button.hidden = true;
      // What cannot be reached now is offered again when it can.
      control.openJobs().then(
        ({ jobs }) => {
          const others = jobs.filter(({ job_id }) => desk.trackOf(job_id) === undefined);
          if (others.length === 0) return;
          resume(new Map(others.map(({ job_id, created_at }) => [job_id, created_at + control.offsetMs])));
        },
        () => undefined,
      );
    });
  }

  show({ jobs }: BackendState): void {
    const others = jobs.open - this.#desk.count().open;
    this.#button.hidden = others <= 0;
    setText(this.#button, `Watch ${others} open ${others === 1 ? 'job' : 'jobs'}`);
  }
}

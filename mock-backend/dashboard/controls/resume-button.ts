import type { JobId } from 'heygen-rx';
import { byId, setText } from '../page/elements.js';
import type { BackendState, Control } from '../backend/control.js';
import type { BatchList } from '../batches/batch-list.js';
import { counted } from '../counted.js';

/** Open jobs of the backend that are not on the page, with their creation by this page's clock: from before a reload, or of another page. */
export type Found = ReadonlyMap<JobId, number>;

/** Offers to watch the open jobs of the backend that are not on the page. */
export class ResumeButton {
  readonly #button = byId('resume', HTMLButtonElement);
  readonly #batches: BatchList;

  constructor(control: Control, batches: BatchList, resume: (found: Found) => void) {
    this.#batches = batches;
    this.#button.addEventListener('click', () => {
      this.#button.hidden = true;
      // If the backend cannot be reached, the button comes back when it can.
      control.openJobs().then(
        ({ jobs }) => {
          const others = jobs.filter(({ job_id }) => batches.trackOf(job_id) === undefined);
          if (others.length === 0) return;
          resume(new Map(others.map(({ job_id, created_at }) => [job_id, created_at + control.offsetMs])));
        },
        () => undefined,
      );
    });
  }

  show({ jobs }: BackendState): void {
    const { open, unwatched } = this.#batches.count();
    const others = jobs.open - open - unwatched;
    this.#button.hidden = others <= 0;
    setText(this.#button, `Watch ${counted(others, 'open job')}`);
  }
}

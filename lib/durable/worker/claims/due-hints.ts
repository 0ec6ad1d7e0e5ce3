import { defer, of, Subject, take, type Observable } from 'rxjs';

/** Counts the hints that something may be due, so that one that comes during a claim shortens the wait after it. */
export class DueHints {
  #count = 0;
  readonly #hintSubject = new Subject<void>();

  /** How many have come. */
  get count(): number {
    return this.#count;
  }

  /** A hint has come. */
  add(): void {
    this.#count++;
    this.#hintSubject.next();
  }

  /** *Emits* once and *completes*: at once if more than `count` hints have come, otherwise at the next one. Never *errors*. */
  after(count: number): Observable<void> {
    return defer(() => (this.#count > count ? of(undefined) : this.#hintSubject.pipe(take(1))));
  }
}

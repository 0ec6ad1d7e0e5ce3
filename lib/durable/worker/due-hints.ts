import { defer, of, Subject, take, type Observable } from 'rxjs';

/** The hints that something may be due: those that come while a claim is under way count for the wait after it. */
export class DueHints {
  #count = 0;
  readonly #hintSubject = new Subject<void>();

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** One more has come. */
  add(): void {
    this.#count++;
    this.#hintSubject.next();
  }

  /** *Emits* once and *completes*: at once if there were more than `count` hints, otherwise at the next. Never *errors*. */
  after(count: number): Observable<void> {
    return defer(() => (this.#count > count ? of(undefined) : this.#hintSubject.pipe(take(1))));
  }
}

import { BehaviorSubject, filter, take, type Observable } from 'rxjs';

/** Counts the hints that something may be due, so that one that comes during a claim shortens the wait after it. */
export class DueHints {
  readonly #countSubject = new BehaviorSubject(0);

  /** How many have come. */
  get count(): number {
    return this.#countSubject.value;
  }

  /** A hint has come. */
  add(): void {
    this.#countSubject.next(this.count + 1);
  }

  /** *Emits* once and *completes*: at once if more than `count` hints have come, otherwise at the next one. Never *errors*. */
  after(count: number): Observable<unknown> {
    return this.#countSubject.pipe(
      filter(now => now > count),
      take(1),
    );
  }
}

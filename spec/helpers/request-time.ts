import { VirtualAction, VirtualTimeScheduler } from 'rxjs';

/**
 * Virtual time for clients of a real server: it stands still while a request is under way, and then goes on to the next timer. So an hour takes milliseconds, and a slow machine
 * sees the same.
 */
export class RequestTime extends VirtualTimeScheduler {
  #underWay = 0;

  constructor() {
    super(VirtualAction, 0);
  }

  /** The `fetch` of the client. An answer is read in full before it counts as arrived. */
  readonly fetch = async (address: string, init?: RequestInit): Promise<Response> => {
    this.#underWay += 1;
    try {
      const answer = await fetch(address, init);
      return new Response(await answer.arrayBuffer(), answer);
    } finally {
      this.#underWay -= 1;
    }
  };

  /** Lets time pass until the promise is settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    const isSettled = promise.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([isSettled, this.#turn().then(() => false)]))) this.#goOn(Infinity);
    return promise;
  }

  /** Lets this much time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.now() + ms;
    await this.#turn();
    while (this.#nextAt <= end) {
      this.#goOn(end);
      await this.#turn();
    }
    this.frame = end;
  }

  get #nextAt(): number {
    return this.actions[0]?.delay ?? Infinity;
  }

  #goOn(end: number): void {
    this.maxFrames = Math.min(this.#nextAt, end);
    this.flush();
  }

  /** Waits for the requests that are under way, and for what follows from their answers. */
  async #turn(): Promise<void> {
    do await nextTurn();
    while (this.#underWay > 0);
    await nextTurn();
  }
}

/** Lets timers and sockets of the platform have their turn. */
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

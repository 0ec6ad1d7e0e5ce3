import { expect } from '@jest/globals';
import { map, NEVER, of, throwError, timer, type Observable } from 'rxjs';
import {
  CircuitBreaker,
  type CircuitBreakerError,
  JobNotFoundError,
  NetworkError,
  RateLimitError,
  ServerError,
  TranslationClient,
  type ClientEvent,
  type Permit,
  type StatusReport,
  type TransportClientOptions,
} from 'heygen-rx';
import { marbles } from 'heygen-rx/testing';
import { SMALL } from '../../helpers/small-client.js';

type Answer = string | Error;

/** What a status call came to, how many requests it took, and the events. */
interface Told {
  readonly outcome: unknown;
  readonly polls: number;
  readonly events: readonly ClientEvent[];
}

const failedWith = (name: string, more: object = {}): unknown => expect.objectContaining({ name, ...more });

/** Answers with these, one after the other and the last for ever, each after 1 ms; without any, never. */
async function told(
  answers: readonly Answer[],
  call: (client: TranslationClient) => Promise<unknown>,
  options: Omit<TransportClientOptions, 'transport'> = {},
): Promise<Told> {
  let polls = 0;
  const status = (jobId: string): Observable<StatusReport> => {
    const answer = answers[Math.min(polls++, answers.length - 1)];
    if (answer === undefined) return NEVER;
    return timer(1).pipe(
      map(() => {
        if (answer instanceof Error) throw answer;
        return { jobId, status: answer };
      }),
    );
  };
  const events: ClientEvent[] = [];
  let called: Promise<unknown> | undefined;
  marbles(({ flush }) => {
    const transport = { create: () => of('job-1'), status };
    const client = new TranslationClient({ ...SMALL, transport, ...options });
    client.event$.subscribe(event => events.push(event));
    called = call(client);
    called.catch(() => undefined);
    flush();
  });
  const outcome = await called!.catch((error: unknown) => error);
  return { outcome, polls, events };
}

const getStatus = (client: TranslationClient): Promise<unknown> => client.getStatus('job-1');
const gone = new JobNotFoundError('no such job', { status: 404 });
const reset = new NetworkError('reset');

describe('the status of a job', () => {
  it.each<[string, readonly Answer[], unknown, number]>([
    // what the service answers, what the call comes to, after how many requests
    ['is its status', ['completed'], 'completed', 1],
    ['is running for an unknown status word', ['rendering'], 'running', 1],
    ['is error in a word for another end', ['canceled'], 'error', 1],
    ['is polled again after a response without one', ['', 'pending'], 'pending', 2],
    ['is not known after three responses without any', [''], failedWith('ProtocolError'), 3],
    ['is polled again after a failure', [reset, 'pending'], 'pending', 2],
    ['is not known after three failures', [reset], failedWith('NetworkError', { jobId: 'job-1' }), 3],
    [
      'is not known after three responses that ask to wait',
      [new RateLimitError('slow down', { retryAfterMs: 7 })],
      failedWith('RateLimitError'),
      3,
    ],
    ['is unknown if the job does not exist', [gone], failedWith('JobNotFoundError', { jobId: 'job-1' }), 1],
  ])('%s', async (_title, answers, outcome, polls) => {
    expect(await told(answers, getStatus)).toMatchObject({ outcome, polls });
  });

  it('emits an event for each attempt and for the failure', async () => {
    const { events } = await told([reset], getStatus);
    const error = failedWith('NetworkError');
    const retry = { type: 'RETRY_ATTEMPTED', jobId: 'job-1', error };
    expect(events).toEqual([
      { ...retry, at: 1, attempt: 1, delayMs: 2 },
      { ...retry, at: 4, attempt: 2, delayMs: 4 },
      {
        type: 'ERROR_OCCURRED',
        at: 9,
        jobId: 'job-1',
        error: failedWith('NetworkError', { jobId: 'job-1' }),
      },
    ]);
  });
});

describe('the status of a job that the client has created', () => {
  /** Creates it, and asks for its status 10 ms later. */
  const created = (client: TranslationClient): Promise<unknown> =>
    new Promise((resolve, reject) => {
      client.translate().subscribe();
      timer(10).subscribe(() => void client.getStatus('job-1').then(resolve, reject));
    });
  const patient = { strategy: () => 1000, timeoutMs: 1000 };

  it('is polled until the service knows the job', async () => {
    const { outcome } = await told([gone, gone, gone, gone, 'completed'], created, { polling: patient });
    expect(outcome).toBe('completed');
  });

  it.each([9, 11])(
    'is unknown if the job does not exist after the grace time of %d ms',
    async notFoundGraceMs => {
      const { outcome, events } = await told([gone, 'completed'], created, {
        polling: patient,
        notFoundGraceMs,
      });
      expect(outcome).toMatchObject({ name: 'JobNotFoundError' });
      expect(events.filter(({ type }) => type === 'RETRY_ATTEMPTED')).toEqual([]);
    },
  );

  it('costs its usual attempts if the network fails', async () => {
    const { outcome } = await told([reset, reset, reset, 'completed'], created, { polling: patient });
    expect(outcome).toMatchObject({ name: 'NetworkError' });
  });
});

describe('the status of a job, when the circuit opens', () => {
  const opens = (breaker: CircuitBreaker): void => breaker.settle(breaker.ask() as Permit, 'failure');
  const isIsolated = (breaker: CircuitBreaker): void => breaker.isolate();

  /** Asks for the status, while another watch may have the only slot; later something happens to the circuit. */
  const whenCircuit =
    (happens: (breaker: CircuitBreaker) => void, isBusy: boolean) =>
    (unguarded: TranslationClient): Promise<unknown> => {
      const breaker = new CircuitBreaker({ failureThreshold: 1, resetTimeoutMs: 1000 });
      const client = unguarded.withCircuitBreaker(breaker);
      if (isBusy) client.watch('job-2').subscribe({ error: () => undefined });
      timer(isBusy ? 5 : 1).subscribe(() => happens(breaker));
      return client.getStatus('job-1');
    };
  const options = { maxConcurrentRequests: 1, requestTimeoutMs: 20 };

  it.each<[string, (breaker: CircuitBreaker) => void, number | undefined]>([
    ['open', opens, 1000],
    // By hand: nobody knows until when.
    ['isolated', isIsolated, undefined],
  ])('is not waited for: %s', async (state, happens, retryAfterMs) => {
    const { outcome, polls } = await told([], whenCircuit(happens, true), options);
    const message = `Nothing was sent: the circuit is ${state}`;
    expect(outcome).toMatchObject({ name: 'CircuitBreakerError', message });
    expect((outcome as CircuitBreakerError).retryAfterMs).toBe(retryAfterMs);
    expect(polls).toBeLessThanOrEqual(2);
  });

  it('is waited for if its request has been sent', async () => {
    const { outcome } = await told(['completed'], whenCircuit(isIsolated, false), options);
    expect(outcome).toBe('completed');
  });
});

describe('the statuses of two jobs requested together', () => {
  /** A service with a bulk call that answers with these, one after the other; alone, each job is running. */
  async function both(...answers: Observable<readonly StatusReport[]>[]): Promise<readonly unknown[]> {
    const called: Promise<unknown>[] = [];
    marbles(({ flush }) => {
      const status = (jobId: string) => of<StatusReport>({ jobId, status: 'running' });
      const transport = { create: () => NEVER, status, statuses: () => answers.shift() ?? NEVER };
      const client = new TranslationClient({ ...SMALL, transport });
      for (const jobId of ['a', 'b']) called.push(client.getStatus(jobId));
      flush();
    });
    return Promise.all(called.map(status => status.catch((error: unknown) => error)));
  }

  it('are polled once more singly if the bulk response is not enough', async () => {
    const partial: StatusReport = { jobId: 'a', status: 'completed', partial: true };
    expect(await both(of([partial, { jobId: 'b', status: 'completed' }]))).toEqual(['running', 'completed']);
  });

  it('fail as their request does', async () => {
    const down$ = throwError(() => new ServerError('down', { status: 503 }));
    expect(await both(down$, down$, down$)).toEqual(
      ['a', 'b'].map(jobId => failedWith('ServerError', { jobId })),
    );
  });
});

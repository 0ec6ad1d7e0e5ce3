// Random sequences of what can happen to a breaker, played on the real one and on the model.
import fc from 'fast-check';
import { CircuitBreaker } from 'heygen-rx';
import { VirtualScheduler } from '../scheduler/virtual-scheduler.js';
import { BreakerModel, type BreakerPlan, type ModelOutcome } from './model.js';

type Command =
  | { readonly do: 'ask' | 'isolate' | 'release' }
  | { readonly do: 'settle'; readonly which: number; readonly outcome: ModelOutcome }
  | { readonly do: 'wait'; readonly ms: number };

interface Sequence {
  readonly plan: BreakerPlan;
  readonly random: number;
  readonly commands: readonly Command[];
}

type Permit = Exclude<ReturnType<CircuitBreaker['ask']>, Error>;

const plan: fc.Arbitrary<BreakerPlan> = fc.record({
  failureThreshold: fc.constantFrom(3, 1, 5, 1000),
  resetTimeoutMs: fc.constantFrom(100, 1000),
  maxResetTimeoutMs: fc.constantFrom(1000, 50, 400),
  growth: fc.constantFrom(2, 1, 3),
  jitterFactor: fc.constantFrom(0, 0.1, 1),
  probeTimeoutMs: fc.constantFrom(50, 300),
  failureRate: fc.constantFrom(1, 0.5, 0.25),
  minimumCalls: fc.constantFrom(4, 1, 10),
  windowMs: fc.constantFrom(400, 100, 1000),
});

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'ask' } as const) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      which: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) }),
      outcome: fc.constantFrom<ModelOutcome>('failure', 'failure', 'success', 'neutral'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 40, 50, 100, 250, 1000),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'isolate' } as const, { do: 'release' } as const) },
);

const sequence: fc.Arbitrary<Sequence> = fc.record({
  plan,
  random: fc.constantFrom(0.5, 0, 0.999),
  commands: fc.array(command, { minLength: 1, maxLength: 60, size: 'max' }),
});

/** Waiters that are let in one after the other need no longer, in ms. */
const LET_IN_MS = 60_000;

/** Where breaker and model part; undefined when they never do. */
function difference({ plan: config, random, commands }: Sequence): string | undefined {
  const scheduler = new VirtualScheduler('exact', () => 0.5);
  const breaker = new CircuitBreaker({ ...config, spreadMs: 10, scheduler, random: () => random });
  const model = new BreakerModel(config, random);
  const changes: string[] = [];
  breaker.transition$.subscribe(({ current }) => changes.push(current.state));
  breaker.transition$.subscribe(() => undefined);
  const permits: { readonly permit: Permit; readonly stay: number }[] = [];

  const follow = (step: Command): string | undefined => {
    const now = scheduler.steadyNow;
    switch (step.do) {
      case 'wait':
        scheduler.advanceTo(now + step.ms);
        return undefined;
      case 'isolate':
        breaker.isolate();
        model.isolate();
        return undefined;
      case 'release':
        breaker.release();
        model.release(now);
        return undefined;
      case 'ask': {
        const answer = breaker.ask();
        const expected = model.ask(now);
        if (answer instanceof Error !== 'retryAfterMs' in expected) {
          return answer instanceof Error ? `refused: ${answer.message}` : 'gave a permit';
        }
        if (!(answer instanceof Error))
          permits.push({ permit: answer, stay: 'stay' in expected ? expected.stay : -1 });
        else if ('retryAfterMs' in expected && answer.retryAfterMs !== expected.retryAfterMs) {
          return `retryAfterMs ${answer.retryAfterMs} instead of ${expected.retryAfterMs}`;
        }
        return undefined;
      }
      case 'settle': {
        const [taken] = permits.splice(step.which % Math.max(1, permits.length), 1);
        if (taken === undefined) return undefined;
        const before = breaker.state;
        breaker.settle(taken.permit, step.outcome);
        return model.settle(taken.stay, step.outcome, now, before === 'closed' && breaker.state === 'open');
      }
    }
  };

  for (const [i, step] of commands.entries()) {
    const complaint = follow(step) ?? stateDifference(breaker, model, changes, scheduler.steadyNow);
    if (complaint !== undefined) return `at command ${i + 1} (${JSON.stringify(step)}): ${complaint}`;
  }
  return stuck(breaker, scheduler);
}

function stateDifference(
  breaker: CircuitBreaker,
  model: BreakerModel,
  changes: readonly string[],
  now: number,
): string | undefined {
  if (model.isProbeOverdue(now)) return undefined;
  if (breaker.state !== model.state) return `${breaker.state} instead of ${model.state}`;
  const told = changes.join(' ');
  return told === model.changes.join(' ') ? undefined : `told ${told} instead of ${model.changes.join(' ')}`;
}

/** No state lasts for ever: those who wait are let in, and the circuit closes with the first that goes well. */
function stuck(breaker: CircuitBreaker, scheduler: VirtualScheduler): string | undefined {
  if (breaker.state === 'isolated') return undefined;
  let waiting = 3;
  const enter = (): void => {
    const answer = breaker.ask();
    if (answer instanceof Error) breaker.turn$.subscribe({ complete: enter });
    else {
      waiting--;
      breaker.settle(answer, 'success');
    }
  };
  for (let i = 0; i < 3; i++) enter();
  const until = scheduler.steadyNow + LET_IN_MS;
  while (waiting > 0 && scheduler.nextAt <= until) scheduler.step();
  if (waiting > 0) return `${waiting} are never let in`;
  return breaker.state === 'closed' && scheduler.pending === 0
    ? undefined
    : `${breaker.state} with ${scheduler.pending} timers once all were let in`;
}

/** Plays `count` sequences; tells the smallest in which breaker and model part. */
export function compareBreaker(seed: number, count: number): string | undefined {
  const property = fc.property(sequence, drawn => {
    const complaint = difference(drawn);
    if (complaint !== undefined) throw new Error(complaint);
  });
  const details = fc.check(property, { seed, numRuns: count });
  if (!details.failed) return undefined;
  const [smallest] = details.counterexample ?? [];
  return `${String(smallest === undefined ? '' : difference(smallest))}\nseed ${seed}: ${JSON.stringify(smallest)}`;
}

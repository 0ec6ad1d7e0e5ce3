import fc from 'fast-check';
import { RULES, type Rule } from '../checks/violation.js';
import { anyHistory, recoveringHistory } from './arbitrary.js';
import { describeHistory } from './describe.js';
import type { History } from './history.js';
import { runHistory } from './run-history.js';

export type Flavour = 'any' | 'recovery';

/** Where a search begins: the same seed and path give the same histories. */
export interface Start {
  readonly flavour: Flavour;
  readonly seed: number;
  readonly count: number;
  readonly path?: string | undefined;
}

/** What was found: how many histories broke each rule. */
export interface Findings {
  readonly histories: number;
  readonly requests: number;
  readonly broken: ReadonlyMap<Rule, number>;
}

const ARBITRARY: Readonly<Record<Flavour, fc.Arbitrary<History>>> = {
  any: anyHistory,
  recovery: recoveringHistory,
};

const parameters = ({ seed, count, path }: Start) => ({
  seed,
  numRuns: count,
  ...(path !== undefined && { path }),
});

/** Plays `count` histories and counts what they break. */
export async function search(start: Start): Promise<Findings> {
  const broken = new Map<Rule, number>();
  let histories = 0;
  let requests = 0;
  const property = fc.asyncProperty(ARBITRARY[start.flavour], async history => {
    const result = await runHistory(history);
    histories++;
    requests += result.requests;
    for (const { rule } of result.violations) broken.set(rule, (broken.get(rule) ?? 0) + 1);
  });
  await fc.check(property, parameters(start));
  return { histories, requests, broken };
}

/** The smallest history that breaks a rule, with all that happens in it; undefined when none does. */
export async function smallest(start: Start, rule?: Rule): Promise<string | undefined> {
  const property = fc.asyncProperty(ARBITRARY[start.flavour], async history => {
    const { violations } = await runHistory(history);
    return !violations.some(violation => rule === undefined || violation.rule === rule);
  });
  const limits = { interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false };
  const details = await fc.check(property, { ...parameters(start), ...limits });
  const [history] = details.counterexample ?? [];
  if (history === undefined) return undefined;
  const { violations, trace } = await runHistory(history, true);
  const [violation] = violations.filter(one => rule === undefined || one.rule === rule);
  const replay = `--flavour ${start.flavour} --seed ${start.seed} --path ${details.counterexamplePath ?? ''}`;
  return [
    violation === undefined ? 'Broken' : `Broken: ${violation.rule} (${RULES[violation.rule]})`,
    ...(violation === undefined ? [] : [`at ${violation.at.toFixed(0)} ms: ${violation.detail}`]),
    '',
    describeHistory(history),
    '',
    ...shortened(trace),
    '',
    `Replay: npm run chaos -- ${replay}`,
  ].join('\n');
}

/** What happened, up to the first broken rule. */
function shortened(trace: readonly string[]): readonly string[] {
  const end = trace.findIndex(line => line.includes('!!!'));
  const until = end < 0 ? trace.length : end + 1;
  const from = Math.max(0, until - 60);
  return [...(from > 0 ? [`... ${from} lines`] : []), ...trace.slice(from, until)];
}

// `npm run chaos`: 50 000 random histories, raw faults, breaker sequences and planted mutants, and one table of what they found.
// `npm run chaos -- --flavour any --seed 1 --path 5:0` plays one history again and prints it.
import { parseArgs } from 'node:util';
import { compareBreaker } from './breaker/sequences.js';
import type { Rule } from './checks/violation.js';
import { smallest, type Flavour } from './histories/search.js';
import { chunksOf, searchInProcesses, sumOf, type ChunkFindings } from './histories/search-in-processes.js';
import { runMutants } from './mutants/run-mutants.js';
import { ALL_FAULTS } from './raw-faults/faults.js';
import { runFaults } from './raw-faults/run-faults.js';

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '50000' },
    sequences: { type: 'string', default: '24000' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000_000}` },
    flavour: { type: 'string', default: 'any' },
    path: { type: 'string' },
    only: { type: 'string', default: 'histories,breaker,raw,mutants' },
  },
});
/** Anything but a whole number ends the program with a sentence. */
function count(name: 'histories' | 'sequences' | 'seed'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`Cannot search: --${name} must be a whole number of at least 0, got ${values[name]}`);
  process.exit(2);
}

const seed = count('seed');
const totals = { histories: count('histories'), sequences: count('sequences') };
const parts = values.only.split(',');
const uncaught: string[] = [];
process.on('uncaughtException', error => uncaught.push(String(error)));
process.on('unhandledRejection', error => uncaught.push(String(error)));

interface Row {
  readonly what: string;
  readonly tried: number;
  readonly 'went wrong': number;
}

/** Histories a mutant is given to show itself. */
const FOR_A_MUTANT = 2000;

if (values.path === undefined) {
  await runAll().catch((thrown: unknown) => {
    console.error(thrown);
    process.exitCode = 1;
  });
} else {
  const flavour: Flavour = values.flavour === 'recovery' ? 'recovery' : 'any';
  console.log((await smallest({ flavour, seed, count: 1, path: values.path })) ?? 'No promise is broken.');
}

async function runAll(): Promise<void> {
  const rows: Row[] = [];
  console.log(`Seed ${seed}`);
  if (parts.includes('histories')) rows.push(...(await histories(totals.histories)));
  if (parts.includes('breaker')) rows.push(breaker(totals.sequences));
  if (parts.includes('raw')) rows.push(await rawFaults());
  if (parts.includes('mutants')) rows.push(await mutants());
  for (const error of uncaught) console.log(`Uncaught: ${error}`);
  rows.push({ what: 'uncaught exceptions', tried: rows.length, 'went wrong': uncaught.length });
  console.table(rows);
  process.exitCode = rows.some(row => row['went wrong'] > 0) ? 1 : 0;
}

async function histories(total: number): Promise<readonly Row[]> {
  const found = await searchInProcesses(chunksOf(seed, total), process.cwd(), chunk => {
    const { flavour, seed: from } = chunk.start;
    const broken = [...chunk.broken].map(([rule, times]) => `${rule} ${times}`).join(', ');
    console.log(
      `${chunk.histories} histories (${flavour}, seed ${from}): ${broken === '' ? 'well' : broken}`,
    );
    return false;
  });
  const { broken } = sumOf(found);
  for (const rule of broken.keys()) console.log(`\n${(await smallestOf(found, rule)) ?? rule}\n`);
  return (['any', 'recovery'] as const).map(flavour => {
    const sum = sumOf(found.filter(({ start }) => start.flavour === flavour));
    const wrong = [...sum.broken.values()].reduce((all, times) => all + times, 0);
    return {
      what: `histories, ${flavour} (${sum.requests} requests)`,
      tried: sum.histories,
      'went wrong': wrong,
    };
  });
}

/** Found again in the chunk that broke the rule most often, and made small. */
async function smallestOf(found: readonly ChunkFindings[], rule: Rule): Promise<string | undefined> {
  const times = ({ broken }: ChunkFindings): number => broken.get(rule) ?? 0;
  const [chunk] = [...found].sort((a, b) => times(b) - times(a));
  return chunk === undefined ? undefined : smallest(chunk.start, rule);
}

function breaker(total: number): Row {
  const difference = compareBreaker(seed, total);
  if (difference !== undefined) console.log(`\nThe breaker is not its model ${difference}\n`);
  return { what: 'breaker sequences', tried: total, 'went wrong': difference === undefined ? 0 : 1 };
}

async function rawFaults(): Promise<Row> {
  const { tried, complaints } = await runFaults(ALL_FAULTS, true);
  for (const complaint of complaints) console.log(complaint);
  return { what: 'raw faults x calls', tried, 'went wrong': complaints.length };
}

async function mutants(): Promise<Row> {
  const results = await runMutants(process.cwd(), seed, FOR_A_MUTANT);
  for (const { name, broken, histories: played } of results) {
    console.log(
      `mutant "${name}": ${broken.length === 0 ? 'GOT AWAY' : `found by ${broken.join(', ')}`} (${played} histories)`,
    );
  }
  const lost = results.filter(({ broken }) => broken.length === 0).length;
  return { what: 'planted mutants, and those that got away', tried: results.length, 'went wrong': lost };
}

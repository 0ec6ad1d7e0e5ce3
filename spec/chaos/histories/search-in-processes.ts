import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Rule } from '../checks/violation.js';
import type { Findings, Flavour, Start } from './search.js';

/** A chunk of a long search, and what it found. */
export interface ChunkFindings extends Findings {
  readonly start: Start;
}

interface Chunk {
  readonly start: Start;
  readonly root: string;
}

const CHUNK = 2500;
/** Of all histories, so many are of the flavour in which everything recovers. */
const RECOVERING = 0.3;

/** `count` histories in chunks, each with a seed of its own. */
export function chunksOf(seed: number, count: number): readonly Start[] {
  const flavours: readonly [Flavour, number][] = [
    ['any', Math.ceil(count * (1 - RECOVERING))],
    ['recovery', Math.floor(count * RECOVERING)],
  ];
  return flavours.flatMap(([flavour, all]) =>
    Array.from({ length: Math.ceil(all / CHUNK) }, (_, i) => ({
      flavour,
      seed: seed + i,
      count: Math.min(CHUNK, all - i * CHUNK),
    })),
  );
}

/**
 * Plays chunks in as many processes as there are cores, against the `lib` of `root`.
 *
 * @param isEnough Asked after each chunk: true ends the search.
 */
export async function searchInProcesses(
  starts: readonly Start[],
  root: string,
  isEnough: (found: ChunkFindings) => boolean = () => false,
): Promise<readonly ChunkFindings[]> {
  const left = [...starts];
  const found: ChunkFindings[] = [];
  const work = async (): Promise<void> => {
    for (let start = left.shift(); start !== undefined; start = left.shift()) {
      const findings = await played({ start, root });
      found.push(findings);
      if (isEnough(findings)) left.length = 0;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return found;
}

/** All of them together. */
export function sumOf(all: readonly Findings[]): Findings {
  const broken = new Map<Rule, number>();
  for (const [rule, times] of all.flatMap(one => [...one.broken]))
    broken.set(rule, (broken.get(rule) ?? 0) + times);
  return {
    histories: all.reduce((sum, { histories }) => sum + histories, 0),
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    broken,
  };
}

async function played({ start, root }: Chunk): Promise<ChunkFindings> {
  const { flavour, seed, count } = start;
  const args = ['--import', 'tsx', 'spec/chaos/histories/worker.ts', flavour, `${seed}`, `${count}`];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', text => (output += String(text)));
  child.stderr.setEncoding('utf8').on('data', text => (complaint += String(text)));
  const code = await new Promise<number | null>(resolve => child.once('close', resolve));
  if (code !== 0) {
    if (/SyntaxError|ERR_MODULE_NOT_FOUND|TransformError/.test(complaint))
      throw new Error(`Cannot play histories: ${complaint.slice(-1000)}`);
    // What ends the process is an exception that nobody could catch.
    const broken = new Map<Rule, number>([['no uncaught exception', 1]]);
    console.error(`${flavour} seed ${seed}: the process ended with ${code}: ${complaint.slice(-2000)}`);
    return { start, histories: 0, requests: 0, broken };
  }
  const { histories, requests, broken } = JSON.parse(output) as {
    readonly histories: number;
    readonly requests: number;
    readonly broken: readonly [Rule, number][];
  };
  return { start, histories, requests, broken: new Map(broken) };
}

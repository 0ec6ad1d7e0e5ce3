// `npx tsx spec/durable-postgres/crash/main.ts 200`: so many rounds, each with one death; one table.
import { expectedFigures, figuresOf } from './checks.js';
import { CLIENT_KILL_POINTS, WORKER_KILL_POINTS } from './kill-points.js';
import { CrashWorld } from './world.js';

const rounds = Number(process.argv[2] ?? 24);
const world = await CrashWorld.start();
const points = [...WORKER_KILL_POINTS, ...CLIENT_KILL_POINTS];
for (let round = 0; round < rounds; round++) {
  const point = points[round % points.length]!;
  const name = `round-${round}`;
  await world.create(...Array.from({ length: 5 }, (_, index) => `${name}-first-${index}`));
  const isOfClient = CLIENT_KILL_POINTS.some(one => one === point);
  if (isOfClient) await world.dieCreating(point, name);
  else await world.dieWorking(world.workers[round % world.workers.length]!, point, name);
  if ((round + 1) % points.length === 0) console.log(`${round + 1} rounds`);
}
await world.allSettled();
const figures = await figuresOf(world);
await world.stop();
console.table({ measured: figures, expected: expectedFigures(figures.keys) });
const isRight = Object.entries(expectedFigures(figures.keys)).every(
  ([name, value]) => figures[name as keyof typeof figures] === value,
);
process.exit(isRight ? 0 : 1);

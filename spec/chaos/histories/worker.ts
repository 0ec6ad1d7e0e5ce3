// A process that plays one chunk of histories and prints what it found as JSON: worker.ts FLAVOUR SEED COUNT
import { search, type Flavour } from './search.js';

const [flavour, seed, count] = process.argv.slice(2);
const { broken, ...counts } = await search({
  flavour: flavour === 'recovery' ? 'recovery' : 'any',
  seed: Number(seed),
  count: Number(count),
} satisfies { flavour: Flavour; seed: number; count: number });
console.log(JSON.stringify({ ...counts, broken: [...broken] }));

import { search, smallest, type Flavour } from './histories/search.js';

/** The same histories each time: `npm run chaos` plays new ones. */
const SEED = 1;

describe('random histories', () => {
  it.each<[Flavour, number, string]>([
    ['any', 1400, 'anything at any time breaks no promise'],
    ['recovery', 600, 'once all faults have ended, each watch ends'],
  ])('%s (%d): %s', async (flavour, count) => {
    const start = { flavour, seed: SEED, count };
    const { broken } = await search(start);
    const [rule] = broken.keys();
    if (rule === undefined) return;
    const counts = [...broken].map(([name, times]) => `${name}: ${times}`).join(', ');
    throw new Error(`${counts}\n\n${(await smallest(start, rule)) ?? ''}`);
  });
});

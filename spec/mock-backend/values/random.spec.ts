import { describe, expect, it } from '@jest/globals';
import { randomHex, seededRandom } from '../../../mock-backend/values/random.js';

const draws = (seed: number, stream: string, count = 5) => {
  const random = seededRandom(seed, stream);
  return Array.from({ length: count }, random);
};

describe('seededRandom', () => {
  it('repeats for the same seed and stream, and for no other', () => {
    expect(draws(7, 'a')).toEqual(draws(7, 'a'));
    const others = [draws(7, 'b'), draws(8, 'a'), draws(-7, 'a')].flat();
    expect(new Set([...draws(7, 'a'), ...others]).size).toBe(20);
  });

  it('is uniform over 0 to 1, without 1', () => {
    const counts = Array<number>(10).fill(0);
    for (const draw of draws(1, 'even', 20_000)) counts[Math.floor(draw * 10)]! += 1;
    expect(counts).toHaveLength(10);
    for (const count of counts) expect(Math.abs(count / 2000 - 1)).toBeLessThan(0.1);
  });

  it('makes ids that do not collide', () => {
    const random = seededRandom(1, 'ids');
    expect(new Set(Array.from({ length: 20_000 }, () => randomHex(random, 32))).size).toBe(20_000);
  });
});

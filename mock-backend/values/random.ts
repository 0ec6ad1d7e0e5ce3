import * as z from 'zod';

/** Returns a number from 0 to 1, without 1, like `Math.random`. */
export type Random = () => number;

/**
 * A seeded source of random numbers (mulberry32, seeded through FNV-1a).
 *
 * Each purpose has its own stream, so that an extra status request does not change the duration of the next job: the
 * n-th job is the same in every run with the same seed.
 */
export const seededRandom = (seed: number, stream: string): Random => {
  let state = hash(`${seed}/${stream}`);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** `digits` random hex digits. */
export const randomHex = (random: Random, digits: number): string => {
  let hex = '';
  while (hex.length < digits) hex += Math.floor(random() * 16).toString(16);
  return hex;
};

/** Checks a seed. @internal */
export const seedSchema = z.int({ error: 'must be a whole number' });

const hash = (text: string): number => {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return sum;
};

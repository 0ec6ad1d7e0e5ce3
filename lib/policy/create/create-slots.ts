/** One slot in five is kept for polls: creates can take minutes and must not delay the last poll of a watch. */
const KEPT_FOR_POLLS = 0.2;

/** How many of all slots creates may take. */
export const createSlots = (all: number): number =>
  all === 1 ? 1 : all - Math.max(1, Math.floor(all * KEPT_FOR_POLLS));

import type { Atoms, Evidence } from './parameter-grid.js';
import { Committee } from './mixture.js';
import { Knowledge } from './predictive.js';

/**
 * How a duration may depend on the length of the video: as its power. 0: not at all; 1: in proportion; between them, a fixed part and a
 * proportional one.
 */
const POWERS = [0, 0.5, 1] as const;
/** The length, in seconds, of the video for which the prior is meant. */
const REFERENCE_SECONDS = 120;
const SHORTEST_SECONDS = 1;
const LONGEST_SECONDS = 86_400;
/** How much of what a power has earned is left a job later. */
const FADE = 0.95;

/** What the jobs of one key, or all jobs, have taught: once for each way in which durations may depend on the length of the video. */
export class Experience {
  /** Log of how probable each way made the jobs whose length was known. */
  private readonly earned: number[];
  private readonly committees: Committee[] = [];

  /** @param all The experience of all jobs, where this is that of one key: it speaks as long as the key has few jobs of its own. */
  constructor(
    private readonly atoms: Atoms,
    private readonly all?: Experience,
  ) {
    this.earned = all ? [...all.earned] : POWERS.map(() => 0);
  }

  learn(evidences: readonly Evidence[]): void {
    evidences.forEach((evidence, way) => {
      const foretold = Math.log(this.committee(way).learn(evidence));
      if (evidences.length > 1) this.earned[way] = FADE * this.earned[way]! + foretold;
    });
  }

  /** What the way that has foretold best knows of a job. */
  about(videoSeconds: number | undefined): Knowledge {
    let best = 0;
    if (videoSeconds !== undefined)
      this.earned.forEach((earned, way) => {
        if (earned > this.earned[best]!) best = way;
      });
    return new Knowledge(this.committee(best), scaleOf(POWERS[best]!, videoSeconds));
  }

  private committee(way: number): Committee {
    return (this.committees[way] ??= new Committee(this.atoms, this.all?.committee(way)));
  }
}

/**
 * One job as each way sees it; the first alone where the length of the video is not known.
 *
 * @param byMs `Infinity`: still open after `afterMs`
 */
export function evidencesOf(
  atoms: Atoms,
  afterMs: number,
  byMs: number,
  videoSeconds?: number,
): readonly Evidence[] {
  const powers = videoSeconds === undefined ? POWERS.slice(0, 1) : POWERS;
  return powers.map(power => {
    const scale = scaleOf(power, videoSeconds);
    return atoms.evidence(Math.log(afterMs / scale), Math.log(byMs / scale));
  });
}

function scaleOf(power: number, videoSeconds = REFERENCE_SECONDS): number {
  const within = Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, videoSeconds));
  return power === 0 ? 1 : (within / REFERENCE_SECONDS) ** power;
}

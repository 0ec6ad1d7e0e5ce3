import type { Atoms } from './atoms.js';
import { Committee } from './committee.js';
import { Knowledge } from './knowledge.js';

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

interface Track {
  readonly power: number;
  readonly committee: Committee;
  /** Log of how probable it found the jobs with a known length. */
  earned: number;
}

/** What the jobs of one key, or all jobs, have taught: once for each way in which durations may depend on the length of the video. */
export class Experience {
  private readonly tracks: Track[];

  /** @param all The experience of all jobs, where this is that of one key: it speaks as long as the key has no jobs of its own. */
  constructor(
    private readonly atoms: Atoms,
    all?: Experience,
  ) {
    this.tracks = POWERS.map((power, index) => ({
      power,
      committee: new Committee(atoms, all?.tracks[index]!.committee),
      earned: all?.tracks[index]!.earned ?? 0,
    }));
  }

  /** @param byMs `Infinity`: still open after `afterMs` */
  learn(afterMs: number, byMs: number, videoSeconds: number | undefined): void {
    for (const track of this.tracks) {
      if (videoSeconds === undefined && track.power !== 0) continue;
      const scale = scaleOf(track.power, videoSeconds);
      const evidence = this.atoms.evidence(Math.log(afterMs / scale), Math.log(byMs / scale));
      const foretold = Math.log(track.committee.learn(evidence));
      if (videoSeconds !== undefined) track.earned = FADE * track.earned + foretold;
    }
  }

  /** The track that has foretold best what is known of such a job. */
  about(videoSeconds: number | undefined): Knowledge {
    let best = this.tracks[0]!;
    if (videoSeconds !== undefined)
      for (const track of this.tracks) if (track.earned > best.earned) best = track;
    return new Knowledge(best.committee, scaleOf(best.power, videoSeconds));
  }
}

function scaleOf(power: number, videoSeconds = REFERENCE_SECONDS): number {
  const within = Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, videoSeconds));
  return power === 0 ? 1 : (within / REFERENCE_SECONDS) ** power;
}

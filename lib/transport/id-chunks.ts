import type { JobId } from '../model/job.js';

/** As many ids as HeyGen's bulk call takes; the job API's takes as many. */
const MAX_IDS = 100;

/** Common servers take 8 KB for the line that holds the ids; the rest of it, and escapes, need room too. */
const MAX_LENGTH = 6000;

/** Splits ids into lists that one bulk call can carry. */
export function idChunks(jobIds: readonly JobId[]): readonly (readonly JobId[])[] {
  const chunks: JobId[][] = [];
  let room = 0;
  for (const jobId of jobIds) {
    room -= jobId.length + 1;
    const last = chunks.at(-1);
    if (last === undefined || last.length === MAX_IDS || room < 0) {
      chunks.push([jobId]);
      room = MAX_LENGTH - jobId.length - 1;
    } else {
      last.push(jobId);
    }
  }
  return chunks;
}

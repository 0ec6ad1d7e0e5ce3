import {
  isAuthenticationError,
  isClientClosedError,
  isJobNotFoundError,
  isProtocolError,
  isRequestError,
  isTimeoutError,
  isUnknownOutcomeError,
  type JobId,
  type TranslationError,
} from 'heygen-rx';
import type { World } from '../histories/world.js';
import { wantsJob, type Call } from './call.js';
import type { PollLog, PollOutcome } from './poll-log.js';

/** A job that this client has just made is asked for so long before a 404 counts, in ms. */
const NOT_FOUND_GRACE_MS = 30_000;

/** After a first report, only a confirmed refusal may end a watch; before it, any refusal does. */
export function checkLegalEnd(
  world: World,
  log: PollLog,
  call: Call,
  error: TranslationError,
  jobId: JobId,
): void {
  const complain = (why: string): void =>
    world.violate('legal ends', `${call.name}: ${error.name} of ${jobId}, ${why}`);
  if (isTimeoutError(error) || isClientClosedError(error) || isUnknownOutcomeError(error)) return;
  if (call.kind === 'getStatus') return;
  const madeAt = madeBy(call, world, jobId);
  // A create that was refused ends a `translate` before there is a watch; a batch that is over is told again as it ended.
  if (log.outcomes.length === 0 || log.isMixed) return;
  if (!isRequestError(error) && !isProtocolError(error)) {
    complain('which says nothing about the job');
    return;
  }
  // The log also has the responses to other watches of this job.
  const { calls, service } = world;
  if (
    calls.filter(one => one.client === call.client && one !== call && wantsJob(one, jobId, service)).length >
    0
  )
    return;
  if (isProtocolError(error)) {
    if (log.wasSeen) complain('although it had been answered');
    else if (!lastOf(log, 3).every(isNonsense) || log.outcomes.length < 3)
      complain('before the third in a row');
    return;
  }
  const isRefusal = ({ name }: PollOutcome): boolean => name === error.name;
  const [last] = lastOf(log, 1);
  if (last === undefined || !isRefusal(last)) complain('which nobody said');
  else if (!last.isSingle && !isAuthenticationError(error)) complain('which only a bulk answer said');
  else if (log.wasSeen && !lastOf(log, 2).every(isRefusal)) complain('which was not confirmed');
  else if (
    isJobNotFoundError(error) &&
    madeAt !== undefined &&
    !log.wasSeen &&
    world.now + world.setForwardMs < madeAt + NOT_FOUND_GRACE_MS &&
    world.now < call.deadlineAt
  ) {
    complain(`${(world.now - madeAt).toFixed(0)} ms after it was made`);
  }
}

/** A bulk request that was refused is split, and says nothing of a job; an incomplete bulk response leaves it to the single one. */
const lastOf = ({ outcomes }: PollLog, count: number): readonly PollOutcome[] =>
  outcomes
    .filter(({ isSingle, meaning }) => isSingle || (meaning !== 'refusal' && meaning !== 'incomplete'))
    .slice(-count);
const isNonsense = ({ meaning }: PollOutcome): boolean => meaning === 'nonsense' || meaning === 'broken';

function madeBy(call: Call, { service }: World, jobId: JobId): number | undefined {
  const job = service.jobs.get(jobId);
  return job?.tag !== undefined && call.tags.includes(job.tag) ? job.createdAt : undefined;
}

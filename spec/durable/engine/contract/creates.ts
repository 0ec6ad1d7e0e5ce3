import { describe, expect, it } from '@jest/globals';
import { NO_ATTEMPTS } from '../../../../lib/policy/retry/retry.js';
import {
  MINUTE,
  HOUR,
  TERMS,
  ERROR,
  newWatch,
  newCreate,
  tryAgain,
  idsOf,
  sent,
  waiting,
  type EngineUnderTest,
} from './engine-under-test.js';

/** How creates are added, claimed and settled. */
export function describeCreates(subject: EngineUnderTest): void {
  const { add, claim, addCreate, addCreates, readCreates, claimCreate, settleCreate, advance } = subject;

  describe('keeps creates', () => {
    it('until they are claimed, one at a time', async () => {
      expect(waiting(await claimCreate()).reason).toBe('idle');
      const request = { video: 'https://v', outputLanguage: 'French', extra: { deep: ['\u00e9', null] } };
      const terms = { polling: { timeoutMs: HOUR } };
      expect(await addCreate({ request, terms })).toEqual({ key: 'key-1', type: 'open' });
      const { taken, now } = sent(await claimCreate());
      expect(taken).toMatchObject({ key: 'key-1', request, terms, attempts: NO_ATTEMPTS });
      expect(taken.firstSentAt ?? undefined).toBeUndefined();
      expect(taken.startedAt).toBeLessThanOrEqual(now);
      expect(taken.deadlineAt).toBe(taken.startedAt + 5 * HOUR);
      expect(waiting(await claimCreate()).reason).toBe('idle');
    });

    it('in the order in which they are due', async () => {
      await addCreate();
      await advance(1);
      await addCreate({ key: 'key-2' });
      const claimed = [sent(await claimCreate()), sent(await claimCreate())];
      expect(claimed.map(({ taken }) => taken.key)).toEqual(['key-1', 'key-2']);
    });

    it('once for each key, however often they are added', async () => {
      await Promise.all([addCreate(), addCreate(), addCreate()]);
      expect((await claimCreate()).type).toBe('send');
      expect(waiting(await claimCreate()).reason).toBe('idle');
    });

    it('with the later of the two deadlines', async () => {
      await addCreate({ timeoutMs: 2 * HOUR });
      const first = sent(await claimCreate());
      await addCreate({ timeoutMs: HOUR });
      const attempts = { failed: 1, counted: 1, protocolErrors: 0 };
      await settleCreate(first.lease, tryAgain({ attempts, isUncertain: true }));
      await addCreate({ timeoutMs: 2 * HOUR + MINUTE });
      const second = sent(await claimCreate());
      expect(second.taken.deadlineAt).toBeGreaterThanOrEqual(first.taken.deadlineAt + MINUTE);
      expect(second.taken.attempts).toEqual(attempts);
      await addCreate({ timeoutMs: 4 * HOUR });
      // It is still claimed, and is otherwise as it was.
      expect(waiting(await claimCreate()).reason).toBe('idle');
      expect(await settleCreate(second.lease, tryAgain({ attempts, isUncertain: true }))).toBe(true);
      const { taken } = sent(await claimCreate());
      expect(taken.deadlineAt).toBeGreaterThanOrEqual(first.now + 4 * HOUR);
      expect(taken).toMatchObject({ attempts, startedAt: first.taken.startedAt });
      expect(taken.firstSentAt).toBe(second.taken.firstSentAt);
    });

    it('with the later of the two deadlines, if they are added together', async () => {
      await addCreates([
        newCreate({ timeoutMs: HOUR }),
        newCreate({ timeoutMs: 2 * HOUR }),
        newCreate({ timeoutMs: 3 * HOUR, digest: 'other' }),
      ]);
      const { taken } = sent(await claimCreate());
      expect(taken.deadlineAt).toBe(taken.startedAt + 2 * HOUR);
    });

    it('of one key for one request only', async () => {
      await addCreate();
      const other = { digest: 'other', request: { video: 'https://w' } };
      expect(await addCreate(other)).toEqual({ key: 'key-1', type: 'other request' });
      expect(sent(await claimCreate()).taken.request).toEqual(newCreate().request);
    });

    it('that are added together, in their order', async () => {
      await addCreate({ key: 'key-2' });
      const statuses = await addCreates([
        newCreate({ key: 'key-3' }),
        newCreate({ key: 'key-2', digest: 'other' }),
        newCreate(),
      ]);
      expect(statuses.map(({ key, type }) => `${key} ${type}`)).toEqual([
        'key-3 open',
        'key-2 other request',
        'key-1 open',
      ]);
    });

    it('and remembers that one may have been sent, before it is', async () => {
      await addCreate();
      const first = sent(await claimCreate());
      await advance(TERMS.leaseMs);
      const second = sent(await claimCreate());
      expect(second.taken.firstSentAt).toBeGreaterThanOrEqual(first.now - MINUTE);
      expect(second.taken.firstSentAt).toBeLessThanOrEqual(first.now + MINUTE);
      expect(await settleCreate(first.lease, tryAgain({ isUncertain: false }))).toBe(false);
      expect(await settleCreate(second.lease, tryAgain({ isUncertain: true }))).toBe(true);
      await advance(MINUTE);
      const third = sent(await claimCreate());
      expect(third.taken.firstSentAt).toBe(second.taken.firstSentAt);
    });

    it('and forgets it where no job can exist', async () => {
      await addCreate();
      await settleCreate(sent(await claimCreate()).lease, tryAgain({ isUncertain: false }));
      expect(sent(await claimCreate()).taken.firstSentAt ?? undefined).toBeUndefined();
    });

    it('that are tried again later', async () => {
      await addCreate();
      const attempts = { failed: 2, counted: 1, protocolErrors: 0 };
      const { lease } = sent(await claimCreate());
      await settleCreate(lease, tryAgain({ dueInMs: HOUR, attempts, isUncertain: true }));
      const { waitMs } = waiting(await claimCreate());
      expect(waitMs).toBeGreaterThan(59 * MINUTE);
      expect(waitMs).toBeLessThanOrEqual(HOUR);
      await advance(HOUR);
      expect(sent(await claimCreate()).taken.attempts).toEqual(attempts);
    });

    it('with the jobs that are known to exist, until all are', async () => {
      const known = { jobIds: ['job-1', 'é'.repeat(100)], answered: 1 };
      await addCreate();
      const first = sent(await claimCreate());
      expect(first.taken.known).toBeUndefined();
      await settleCreate(first.lease, tryAgain({ isUncertain: false, known }));
      const open = { key: 'key-1', type: 'open', jobIds: known.jobIds };
      expect(await readCreates(['key-1'])).toEqual([open]);
      expect(await addCreate()).toEqual(open);
      const second = sent(await claimCreate());
      expect(second.taken.known).toEqual(known);
      await settleCreate(second.lease, { type: 'failed', error: ERROR, isUncertain: false, known });
      expect(await addCreate()).toEqual(open);
      const third = sent(await claimCreate());
      expect(third.taken.known).toEqual(known);
      const jobIds = ['job-1', 'job-2'];
      await settleCreate(third.lease, { type: 'created', jobIds, watches: [] });
      expect(await readCreates(['key-1'])).toEqual([{ key: 'key-1', type: 'created', jobIds }]);
    });

    it('that keep their place before others while their requests are answered', async () => {
      await addCreate();
      await advance(MINUTE);
      await addCreate({ key: 'key-2' });
      const { taken, lease, now } = sent(await claimCreate());
      await settleCreate(lease, tryAgain({ dueInMs: taken.startedAt - now, isUncertain: false }));
      const claimed = [sent(await claimCreate()), sent(await claimCreate())];
      expect(claimed.map(each => each.taken.key)).toEqual(['key-1', 'key-2']);
    });

    it('that are created, with the watches of their jobs', async () => {
      await addCreate();
      const { lease } = sent(await claimCreate());
      const jobIds = ['job-2', 'job-1'];
      const watches = jobIds.map(jobId => newWatch(jobId));
      expect(await settleCreate(lease, { type: 'created', jobIds, watches })).toBe(true);
      const created = { key: 'key-1', type: 'created', jobIds };
      expect(await readCreates(['unknown', 'key-1'])).toEqual([created]);
      expect(await addCreate()).toEqual(created);
      expect(waiting(await claimCreate()).reason).toBe('idle');
      expect(idsOf(sent(await claim()).taken)).toEqual(['job-1', 'job-2']);
    });

    it('not with ids that cannot be stored', async () => {
      await addCreate();
      const { lease } = sent(await claimCreate());
      const jobIds = ['job-1', 'job\0'];
      const watches = jobIds.map(jobId => newWatch(jobId));
      await expect(settleCreate(lease, { type: 'created', jobIds, watches })).rejects.toMatchObject({
        name: 'RequestError',
        message: 'Cannot add a watch: job id must not contain NUL or lone surrogates, got "job\\u0000"',
      });
      expect(await readCreates(['key-1'])).toEqual([{ key: 'key-1', type: 'open' }]);
      expect(await settleCreate(lease, { type: 'failed', error: ERROR, isUncertain: true })).toBe(true);
      expect(waiting(await claim()).reason).toBe('idle');
    });

    it('without the watches where the lease has gone to another', async () => {
      await addCreate();
      const first = sent(await claimCreate());
      await advance(TERMS.leaseMs);
      await claimCreate();
      const created = { type: 'created', jobIds: ['job-1'], watches: [newWatch('job-1')] } as const;
      expect(await settleCreate(first.lease, created)).toBe(false);
      expect(waiting(await claim()).reason).toBe('idle');
      expect(await readCreates(['key-1'])).toEqual([{ key: 'key-1', type: 'open' }]);
    });

    it.each([true, false])('that failed, and are added again (uncertain: %s)', async isUncertain => {
      await addCreate();
      const first = sent(await claimCreate());
      await settleCreate(first.lease, { type: 'failed', error: ERROR, isUncertain });
      const statuses = await readCreates(['key-1']);
      expect(statuses).toEqual([{ key: 'key-1', type: 'failed', error: ERROR }]);
      expect(waiting(await claimCreate()).reason).toBe('idle');
      await advance(MINUTE);
      expect(await addCreate({ timeoutMs: HOUR })).toEqual({ key: 'key-1', type: 'open' });
      const { taken } = sent(await claimCreate());
      expect(taken.attempts).toEqual(NO_ATTEMPTS);
      expect(taken.startedAt).toBeGreaterThanOrEqual(first.now + MINUTE);
      expect(taken.deadlineAt).toBe(taken.startedAt + HOUR);
      expect(taken.firstSentAt !== undefined && taken.firstSentAt < first.now + MINUTE).toBe(isUncertain);
    });

    it('silent where the service asked for it', async () => {
      await addCreate();
      await add(newWatch('a'));
      const { lease } = sent(await claimCreate());
      const silence = { quietMs: HOUR, askedMs: HOUR };
      await settleCreate(lease, tryAgain({ isUncertain: false }), silence);
      expect(waiting(await claimCreate()).reason).toBe('silence');
      expect((await claim()).type).toBe('send');
    });
  });
}

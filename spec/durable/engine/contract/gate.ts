import { describe, expect, it } from '@jest/globals';
import { initialCircuit } from '../../../../lib/policy/circuit/circuit-state.js';
import {
  MINUTE,
  HOUR,
  TERMS,
  newWatch,
  unchanged,
  failed,
  idsOf,
  sent,
  held,
  waiting,
  type EngineUnderTest,
} from './engine-under-test.js';

/** What limits the requests of an account: rate, silence and circuit. */
export function describeGate(subject: EngineUnderTest): void {
  const {
    add,
    addFor,
    addCreateFor,
    readCreates,
    read,
    claim,
    settle,
    forget,
    addCreate,
    claimCreate,
    swap,
    stats,
    advance,
  } = subject;

  describe('has the jobs of one service', () => {
    const mine = { service: 'https://api.example.com' };
    const other = { service: 'http://127.0.0.1:3000' };
    const refused = {
      name: 'RequestError',
      code: 'account_of_another_service',
      message:
        'Cannot use this account: it belongs to https://api.example.com, got http://127.0.0.1:3000; give each service its own account',
    };

    it('that of the first claim that names one, even if it got nothing', async () => {
      await claim(1, mine);
      await addCreate();
      await add(newWatch('a'));
      await expect(claimCreate(other)).rejects.toMatchObject(refused);
      await expect(claim(1, other)).rejects.toMatchObject(refused);
      expect((await stats()).creates.claimed).toBe(0);
      expect((await claimCreate(mine)).type).toBe('send');
      expect((await claim(1, mine)).type).toBe('send');
      await expect(claimCreate(other)).rejects.toMatchObject(refused);
    });

    it('that of the first create that was claimed', async () => {
      await addCreate();
      expect((await claimCreate(mine)).type).toBe('send');
      await expect(claim(1, other)).rejects.toMatchObject(refused);
    });

    it.each([
      ['watch', () => addFor(mine.service, newWatch('a'))],
      ['create', () => addCreateFor(mine.service)],
    ])('that of the first %s that names one', async (_, addFirst) => {
      await addFirst();
      await expect(claim(1, other)).rejects.toMatchObject(refused);
      await expect(claimCreate(other)).rejects.toMatchObject(refused);
      await expect(addFor(other.service, newWatch('b'))).rejects.toMatchObject(refused);
      await expect(addCreateFor(other.service, { key: 'key-2' })).rejects.toMatchObject(refused);
      expect([await read('b'), await readCreates(['key-2'])]).toEqual([undefined, []]);
      await addFor(mine.service, newWatch('b'));
      await add(newWatch('c'));
      expect((await claim(3, mine)).type).toBe('send');
    });

    it('but not that of an add that was refused', async () => {
      await expect(addFor(mine.service, newWatch('\0'))).rejects.toMatchObject({ name: 'RequestError' });
      await expect(addCreateFor(mine.service, { key: '\0' })).rejects.toMatchObject({ name: 'RequestError' });
      expect((await claim(1, other)).type).toBe('wait');
    });

    it('if claims name one at all', async () => {
      await claim();
      await add(newWatch('a'), newWatch('b'));
      expect((await claim(1, mine)).type).toBe('send');
      expect((await claim(1)).type).toBe('send');
      await expect(claim(1, other)).rejects.toMatchObject(refused);
    });

    it('in each account', async () => {
      await claim(1, mine);
      subject.account += ' of another service';
      await addCreate();
      expect((await claimCreate(other)).type).toBe('send');
    });
  });

  describe('keeps to the rate', () => {
    const SLOW = { perSecond: 1 / 600 };

    it('with a slot for each claim, polls and creates together', async () => {
      await add(newWatch('a'), newWatch('b'));
      await addCreate();
      expect(sent(await claim(1, SLOW)).taken).toHaveLength(1);
      const next = waiting(await claim(1, SLOW));
      expect(next.reason).toBe('rate');
      expect(next.waitMs).toBeGreaterThan(9 * MINUTE);
      expect(next.waitMs).toBeLessThanOrEqual(10 * MINUTE);
      expect(waiting(await claimCreate(SLOW)).reason).toBe('rate');
      await advance(10 * MINUTE);
      expect(sent(await claimCreate(SLOW)).taken.key).toBe('key-1');
      expect(waiting(await claim(1, SLOW)).reason).toBe('rate');
    });

    it('of one slot for many claims at the same time', async () => {
      await add(...Array.from({ length: 10 }, (_, index) => newWatch(`job-${index}`)));
      const claims = await Promise.all(Array.from({ length: 10 }, () => claim(1, SLOW)));
      expect(claims.filter(({ type }) => type === 'send')).toHaveLength(1);
    });

    it('without saving slots up', async () => {
      await advance(5 * HOUR);
      await add(newWatch('a'), newWatch('b'));
      expect((await claim(1, SLOW)).type).toBe('send');
      expect(waiting(await claim(1, SLOW)).reason).toBe('rate');
    });

    it('and takes none where nothing is due', async () => {
      await claim(1, SLOW);
      await add(newWatch('a'));
      expect((await claim(1, SLOW)).type).toBe('send');
    });
  });

  describe('keeps a silence', () => {
    const SILENCE = { quietMs: 10 * MINUTE, askedMs: 10 * HOUR };

    /** Two watches, of which one was answered with a Retry-After. */
    async function silenced(): Promise<void> {
      await add(newWatch('a'), newWatch('b'), newWatch('c'));
      const { lease, taken } = sent(await claim(1));
      await settle(lease, [unchanged(taken[0]!)], SILENCE);
    }

    it('of all claims of its lane, and of no other', async () => {
      await silenced();
      await addCreate();
      const { reason, waitMs } = waiting(await claim());
      expect(reason).toBe('silence');
      expect(waitMs).toBeGreaterThan(9 * MINUTE);
      expect(waitMs).toBeLessThanOrEqual(10 * MINUTE);
      expect((await claimCreate()).type).toBe('send');
    });

    it('and then lets one probe through at a time', async () => {
      await silenced();
      await advance(10 * MINUTE);
      const probe = sent(await claim(1));
      const other = waiting(await claim(1));
      expect(other.reason).toBe('silence');
      expect(other.waitMs).toBeLessThanOrEqual(TERMS.probeMs);
      await settle(probe.lease, [unchanged(probe.taken[0]!)], 'failure');
      const next = sent(await claim(1));
      expect(waiting(await claim(1)).reason).toBe('silence');
      await settle(next.lease, [unchanged(next.taken[0]!)], 'success');
      expect((await claim(1)).type).toBe('send');
      expect((await claim(1)).type).toBe('send');
    });

    it('which a probe may prolong', async () => {
      await silenced();
      await advance(10 * MINUTE);
      const probe = sent(await claim(1));
      await settle(probe.lease, [unchanged(probe.taken[0]!)], SILENCE);
      expect(waiting(await claim(1)).waitMs).toBeGreaterThan(9 * MINUTE);
    });

    it('and sends another probe where one never came back', async () => {
      await silenced();
      await advance(10 * MINUTE);
      expect((await claim(1)).type).toBe('send');
      await advance(TERMS.probeMs);
      expect((await claim(1)).type).toBe('send');
      expect(waiting(await claim(1)).reason).toBe('silence');
    });

    it('until the time that the service asked for has passed', async () => {
      await silenced();
      await advance(10 * HOUR);
      expect((await claim(1)).type).toBe('send');
      expect((await claim(1)).type).toBe('send');
    });

    it('whatever a request other than the probe reports', async () => {
      await add(newWatch('a'), newWatch('b'), newWatch('c'));
      const [first, second] = [sent(await claim(1)), sent(await claim(1))];
      await settle(first.lease, [unchanged(first.taken[0]!)], SILENCE);
      await settle(second.lease, [unchanged(second.taken[0]!)], 'success');
      expect(waiting(await claim(1)).reason).toBe('silence');
    });

    it('that a request reports whose lease has gone', async () => {
      await add(newWatch('a'), newWatch('b'));
      const { lease, taken } = sent(await claim(1));
      await forget(idsOf(taken));
      expect(await settle(lease, [unchanged(taken[0]!)], SILENCE)).toEqual([]);
      expect(waiting(await claim(1)).reason).toBe('silence');
    });

    it('but gives out the watches that end meanwhile', async () => {
      await silenced();
      await add(newWatch('d', { deadlineAt: 2 * MINUTE }));
      expect((await claim()).type).toBe('wait');
      await advance(2 * MINUTE);
      const expired = held(await claim());
      expect(expired).toMatchObject({ type: 'expired', reason: 'silence' });
      expect(idsOf(expired.taken)).toEqual(['d']);
      expect((await claim()).type).toBe('wait');
      expect(await settle(expired.lease, [failed(expired.taken[0]!)])).toEqual(['d']);
    });
  });

  describe('keeps a circuit', () => {
    const OPENINGS = 3;

    async function opened(): Promise<void> {
      await add(newWatch('a'), newWatch('b'), newWatch('c'));
      const { lease, taken, circuit, now } = sent(await claim(1));
      expect(circuit).toEqual({ version: 0, state: initialCircuit });
      await settle(lease, [unchanged(taken[0]!)], 'failure');
      const until = now + 10 * MINUTE;
      const state = { state: 'open', generation: 1, openedAt: now, until, openings: OPENINGS } as const;
      expect(await swap(0, state)).toEqual({ version: 1, state, isSwapped: true });
    }

    it('that only the first of two decisions changes', async () => {
      await opened();
      const { circuit } = await stats();
      const isolated = { state: 'isolated', generation: 9 } as const;
      expect(await swap(0, isolated)).toEqual({ ...circuit, isSwapped: false });
      expect(await swap(1, isolated)).toEqual({ version: 2, state: isolated, isSwapped: true });
    });

    it('open: neither polls nor creates are sent', async () => {
      await opened();
      await addCreate();
      const { reason, waitMs } = waiting(await claim());
      expect(reason).toBe('circuit');
      expect(waitMs).toBeGreaterThan(9 * MINUTE);
      expect(waitMs).toBeLessThanOrEqual(10 * MINUTE);
      expect(waiting(await claimCreate()).reason).toBe('circuit');
    });

    it('half-open: one probe', async () => {
      await opened();
      await addCreate();
      await advance(10 * MINUTE);
      const { circuit, now } = sent(await claim(1));
      expect(circuit.state).toEqual({
        state: 'half-open',
        generation: 2,
        openings: OPENINGS,
        probeUntil: now + TERMS.probeMs,
      });
      const { reason, waitMs } = waiting(await claim(1));
      expect(reason).toBe('circuit');
      expect(waitMs).toBeLessThanOrEqual(TERMS.probeMs);
      expect(waiting(await claimCreate()).reason).toBe('circuit');
      await swap(circuit.version, { ...initialCircuit, generation: 3 });
      expect((await claim(1)).type).toBe('send');
      expect((await claim(1)).type).toBe('send');
    });

    it('half-open, and its probe never came back: another one', async () => {
      await opened();
      await advance(10 * MINUTE);
      const lost = sent(await claim(1));
      await advance(TERMS.probeMs);
      const { circuit } = sent(await claim(1));
      expect(circuit.version).toBe(lost.circuit.version + 1);
      expect(circuit.state.state).toBe('half-open');
      expect(waiting(await claim(1)).reason).toBe('circuit');
    });

    it('half-open, with its place free: one probe', async () => {
      await opened();
      await swap(1, { state: 'half-open', generation: 2, openings: OPENINGS });
      expect((await claim(1)).type).toBe('send');
      expect(waiting(await claim(1)).reason).toBe('circuit');
    });

    it('isolated by hand: for a time that is not known', async () => {
      await opened();
      await swap(1, { state: 'isolated', generation: 2 });
      const answer = waiting(await claim());
      expect(answer.reason).toBe('circuit');
      expect(answer.waitMs ?? undefined).toBeUndefined();
    });

    it('open, and gives out what ends meanwhile', async () => {
      await opened();
      await add(newWatch('d', { deadlineAt: 2 * MINUTE }));
      await addCreate({ timeoutMs: 2 * MINUTE });
      await advance(2 * MINUTE);
      const expired = held(await claim());
      expect(expired).toMatchObject({ type: 'expired', reason: 'circuit' });
      expect(idsOf(expired.taken)).toEqual(['d']);
      const create = held(await claimCreate());
      expect(create).toMatchObject({ type: 'expired', reason: 'circuit', taken: { key: 'key-1' } });
      expect(create.taken.firstSentAt ?? undefined).toBeUndefined();
      expect((await claimCreate()).type).toBe('wait');
      await advance(TERMS.leaseMs);
      const again = held(await claimCreate());
      expect(again.taken.firstSentAt ?? undefined).toBeUndefined();
    });
  });
}

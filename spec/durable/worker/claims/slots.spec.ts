import { expect } from '@jest/globals';
import type { Lane } from '../../../../lib/durable/engine/claims.js';
import { Slots } from '../../../../lib/durable/worker/claims/slots.js';

/** Takes slots in turn. Returns which requests have one, and functions that end them. */
function taking(all: number, lanes: readonly Lane[]) {
  const slots = new Slots(all);
  const running: string[] = [];
  const end = new Map<string, () => void>();
  lanes.forEach((lane, index) => {
    const name = `${lane} ${index}`;
    slots.take$(lane).subscribe(free => {
      running.push(name);
      end.set(name, free);
    });
  });
  return { running, end: (name: string) => end.get(name)!() };
}

describe('the slots of a worker', () => {
  it('are for as many requests at once as it may send, and the next one waits for one to end', () => {
    const { running, end } = taking(2, ['poll', 'poll', 'poll']);
    expect(running).toEqual(['poll 0', 'poll 1']);
    end('poll 1');
    expect(running).toEqual(['poll 0', 'poll 1', 'poll 2']);
  });

  it('are shared by both lanes, of which creates leave some to polls', () => {
    const creates = taking(10, Array<Lane>(10).fill('create'));
    expect(creates.running).toHaveLength(8);
    const { running, end } = taking(2, ['create', 'create', 'poll', 'poll']);
    expect(running).toEqual(['create 0', 'poll 2']);
    end('create 0');
    expect(running).toEqual(['create 0', 'poll 2', 'create 1']);
    end('create 1');
    expect(running).toEqual(['create 0', 'poll 2', 'create 1', 'poll 3']);
  });

  it('are not taken by a request that no longer waits', () => {
    const slots = new Slots(1);
    const taken: string[] = [];
    let free = (): void => undefined;
    slots.take$('poll').subscribe(first => (free = first));
    slots
      .take$('poll')
      .subscribe(() => taken.push('gone'))
      .unsubscribe();
    slots.take$('poll').subscribe(() => taken.push('next'));
    free();
    expect(taken).toEqual(['next']);
  });
});

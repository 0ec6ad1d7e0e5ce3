import { map } from 'rxjs';
import type { CreateStatus } from '../../engine/creates.js';
import type { DurableEngine } from '../../engine/engine.js';
import type { UpdateSource } from './update-feed.js';

/** Where a create stands. `missing`: it is gone, since the database was restored or another one has taken over. */
export type CreateUpdate = CreateStatus | { readonly key: string; readonly type: 'missing' };

/** Reads the creates of an account. Their events are emitted by those who follow them. */
export function createSource(engine: DurableEngine, account: string): UpdateSource<CreateUpdate> {
  return {
    read(known) {
      const keys = [...known.keys()];
      const missing = keys.map((key): CreateUpdate => ({ key, type: 'missing' }));
      const found$ = engine.readCreates(account, keys);
      return found$.pipe(map(found => new Map([...missing, ...found].map(each => [each.key, each]))));
    },
  } satisfies UpdateSource<CreateUpdate>;
}

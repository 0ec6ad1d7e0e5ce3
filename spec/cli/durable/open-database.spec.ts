import { expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { firstValueFrom, Subject } from 'rxjs';
import { openDatabase } from '../../../cli/durable/open-database.js';
import type { Host } from '../../../cli/host.js';

const STATS = { open: 0, due: 0, claimed: 0, late_ms: 0, silent_ms: 0, circuit: null, circuit_version: 0 };

it('a connection that is lost as soon as it is made does not end the process', async () => {
  const listenersSubject = new Subject<number>();
  class Client extends EventEmitter {
    connect(): Promise<void> {
      listenersSubject.next(this.listenerCount('error'));
      return Promise.reject(new Error('no connection'));
    }
  }
  class Pool {
    query = () => Promise.resolve({ rows: [STATS, STATS] });
    end = () => Promise.resolve();
  }
  const importPg = () => Promise.resolve({ default: { Pool, Client } });
  const location = { type: 'postgres', url: 'postgres://h/d', shown: 'postgres://h/d' } as const;
  const { engine, close } = await openDatabase(location, 'main', { importPg } as unknown as Host);
  const count = firstValueFrom(listenersSubject);
  const listening = engine.hint$('main').subscribe();
  expect(await count).toBe(1);
  listening.unsubscribe();
  await close();
});

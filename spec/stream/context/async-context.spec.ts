import { expect } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { defer } from 'rxjs';
import type { Transport } from 'heygen-rx';
import { marbles, scriptedTransport } from 'heygen-rx/testing';
import { smallClient } from '../../helpers/small-client.js';

describe('requests of several tenants', () => {
  it('run in no subscriber’s context; each subscriber is called in its own', () => {
    marbles(({ flush }) => {
      const tenant = new AsyncLocalStorage<string>();
      const atRequest: unknown[] = [];
      const service = scriptedTransport({ everyJob: 'p 9ms c', latencyMs: 1 });
      const transport: Transport = {
        create: (request, key) =>
          defer(() => {
            atRequest.push(tenant.getStore());
            return service.create(request, key);
          }),
        status: jobId =>
          defer(() => {
            atRequest.push(tenant.getStore());
            return service.status(jobId);
          }),
      };
      const { client } = smallClient({ ...service, ...transport });
      const atSubscriber: Record<string, unknown[]> = { one: [], two: [] };
      const note = (name: string) => (): void => void atSubscriber[name]!.push(tenant.getStore());

      tenant.run('one', () => client.watch('job-1').subscribe({ next: note('one'), complete: note('one') }));
      tenant.run('two', () => {
        client.watch('job-1').subscribe({ next: note('two'), complete: note('two') });
        client.translate().subscribe({ next: note('two'), complete: note('two') });
      });
      flush();

      expect(atRequest.length).toBeGreaterThanOrEqual(4);
      expect(new Set(atRequest)).toEqual(new Set([undefined]));
      expect(new Set(atSubscriber.one)).toEqual(new Set(['one']));
      expect(new Set(atSubscriber.two)).toEqual(new Set(['two']));
    });
  });
});

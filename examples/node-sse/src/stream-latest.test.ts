import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { concatWith, interval, NEVER, Observable, of, take, throwError } from 'rxjs';
import { streamLatest } from './stream-latest.js';

const streamOf = (source$: Observable<unknown>) =>
  new Hono().get('/', c => streamLatest(c, source$)).request('/');

const textOf = async (source$: Observable<unknown>) => (await streamOf(source$)).text();

it('sends the first and the newest of rapid values, then an end event', async () => {
  const events = await textOf(interval(5).pipe(take(20)));
  assert.equal(events, 'event: message\ndata: 0\n\nevent: message\ndata: 19\n\nevent: end\ndata: \n\n');
});

it('sends an error as its message', async () => {
  const failing$ = of(1).pipe(concatWith(throwError(() => new Error('no more'))));
  assert.equal(await textOf(failing$), 'event: message\ndata: 1\n\nevent: failure\ndata: no more\n\n');
});

it('unsubscribes when the browser disconnects', async () => {
  let subscribed = false;
  const response = await streamOf(
    new Observable(subscriber => {
      subscribed = true;
      subscriber.add(NEVER.subscribe(subscriber));
      return () => (subscribed = false);
    }),
  );
  await sleep(10);
  assert.equal(subscribed, true);
  await response.body?.cancel();
  await sleep(10);
  assert.equal(subscribed, false);
});

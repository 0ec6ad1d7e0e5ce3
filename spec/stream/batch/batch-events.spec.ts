import { expect } from '@jest/globals';
import {
  RequestError,
  type BatchOperationEvent,
  type BatchSnapshot,
  type TranslationClient,
} from 'heygen-rx';
import { marbles, type ScriptedTransportOptions } from 'heygen-rx/testing';
import { timer, type Observable } from 'rxjs';
import { smallClient } from '../../helpers/small-client.js';

/** The events of a batch, as `ms phase done/total`. */
function batchEvents(
  script: ScriptedTransportOptions,
  batchOf: (client: TranslationClient) => Observable<BatchSnapshot>,
  untilMs = Infinity,
): readonly string[] {
  const events: BatchOperationEvent[] = [];
  marbles(({ flush, scheduler }) => {
    const { client } = smallClient(script);
    client.on('BATCH_OPERATION', event => events.push(event));
    const watch = batchOf(client).subscribe({ error: () => undefined });
    if (untilMs < Infinity) timer(untilMs, scheduler).subscribe(() => watch.unsubscribe());
    flush();
  });
  return events.map(({ at, phase, batch }) => `${at} ${phase} ${batch.done}/${batch.total}`);
}

const two = { jobs: { a: 'p-c', b: 'p-----c' } };

describe('the events of a batch', () => {
  it('say when it starts, with all jobs pending, and when it ends', () => {
    expect(batchEvents(two, client => client.watchBatch(['a', 'b']))).toEqual([
      '0 started 0/2',
      '15 ended 2/2',
    ]);
  });

  it('are the same for a batch that ends with an error', () => {
    const refusal = new RequestError('the video cannot be downloaded', { status: 400 });
    const script = { everyJob: 'c', creates: '.X', values: { X: refusal } };
    expect(batchEvents(script, client => client.translateBatch([{}, {}]))).toEqual([
      '0 started 0/2',
      '6 ended 2/2',
    ]);
  });

  it('say nothing of its end if it is unsubscribed before', () => {
    expect(batchEvents(two, client => client.watchBatch(['a', 'b']), 5)).toEqual(['0 started 0/2']);
  });

  it('say nothing of a batch that has not emitted, because the client was closed', () => {
    const closed = (client: TranslationClient) => {
      client.close();
      return client.translateBatch([{}]);
    };
    expect(batchEvents({}, closed)).toEqual([]);
  });
});

import { expect } from '@jest/globals';
import {
  AuthenticationError,
  NetworkError,
  ProtocolError,
  QuotaError,
  RateLimitError,
  RequestError,
  ServerError,
  UnknownOutcomeError,
  type TranslationError,
} from '../../../lib/model/errors.js';
import { afterCreate, noRefusal } from '../../../lib/policy/create/stop-batch.js';

const created = undefined;
const wrongKey = new AuthenticationError('wrong key', { status: 401 });
const notYours = new AuthenticationError('this asset is not yours', { status: 403 });
const noCredit = new QuotaError('no credit', { status: 402 });
const badVideo = new RequestError('no video there', { status: 400, code: 'download_failed' });
const badVoice = new RequestError('no such voice', { status: 400, code: 'voice_unavailable' });
const tooLong = new RequestError('too long', { status: 422, code: 'download_failed' });
const notMeant = new RequestError('no video there', { code: 'download_failed' });
const lost = new UnknownOutcomeError('who knows');

/** How the creates of a batch ended, in order, and which of the errors stops the rest. */
type Row = readonly [
  title: string,
  ends: readonly (TranslationError | undefined)[],
  stoppedBy: TranslationError | undefined,
];

describe('the creates of a batch', () => {
  it.each<Row>([
    ['continue at first', [], undefined],
    ['continue after a job', [created, created], undefined],
    // The key is wrong.
    ['stop at a 401', [wrongKey], wrongKey],
    ['stop at a 401 after others', [created, badVideo, wrongKey], wrongKey],
    [
      'stop at a wrong key that came without a status',
      [new AuthenticationError('no key')],
      expect.anything() as never,
    ],
    // It may be this video alone.
    ['continue after a refusal', [badVideo], undefined],
    ['continue after a 403 for one asset', [notYours], undefined],
    ['continue after one 402', [noCredit], undefined],
    // Two in a row, and alike.
    ['stop at the same refusal of two requests in a row', [badVideo, badVideo], badVideo],
    ['stop at two 402 in a row', [created, noCredit, noCredit], noCredit],
    ['stop at two 403 in a row', [notYours, notYours], notYours],
    ['continue after refusals of different codes', [badVideo, badVoice, badVideo], undefined],
    ['continue after refusals of different statuses', [badVideo, tooLong], undefined],
    ['continue after refusals with and without a status', [badVideo, notMeant], undefined],
    ['continue after refusals of different kinds', [noCredit, notYours, noCredit], undefined],
    ['continue after the same refusal with a job in between', [badVideo, created, badVideo], undefined],
    ['continue after the same refusal with trouble in between', [badVideo, lost, badVideo], undefined],
    // Trouble says nothing about the next request.
    [
      'go on after the network failed twice',
      [new NetworkError('reset'), new NetworkError('reset')],
      undefined,
    ],
    ['continue after two throttles', [new RateLimitError('slow'), new RateLimitError('slow')], undefined],
    [
      'go on after two server errors',
      [new ServerError('no', { status: 500 }), new ServerError('no', { status: 500 })],
      undefined,
    ],
    [
      'continue after two protocol errors',
      [new ProtocolError('what?'), new ProtocolError('what?')],
      undefined,
    ],
    ['continue after two unknown outcomes', [lost, lost], undefined],
    // What stopped them remains.
    ['stay stopped when a create in flight succeeds', [wrongKey, created], wrongKey],
    ['stay stopped, by the first, when one is refused otherwise', [badVideo, badVideo, wrongKey], badVideo],
    ['stay stopped when one fails', [wrongKey, lost], wrongKey],
  ])('%s', (_title, ends, stoppedBy) => {
    expect(ends.reduce(afterCreate, noRefusal).stoppedBy).toEqual(stoppedBy);
  });

  it('are stopped by the error itself', () => {
    expect(afterCreate(noRefusal, wrongKey).stoppedBy).toBe(wrongKey);
  });
});

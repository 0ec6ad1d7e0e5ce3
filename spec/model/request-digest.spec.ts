import { expect } from '@jest/globals';
import fc from 'fast-check';
import { deriveKeys, inAlphabeticalOrder, requestDigest } from '../../lib/model/request-digest.js';
import type { TranslationRequest } from '../../lib/model/request.js';

const video = 'https://example.com/talk.mp4';

describe('the digest of a request', () => {
  it.each<[string, TranslationRequest, TranslationRequest]>([
    ['in another order', { video, outputLanguage: 'French' }, { outputLanguage: 'French', video }],
    ['with a field that is undefined', { video }, { video, title: undefined }],
    [
      'with a list of one language',
      { video, outputLanguage: 'French' },
      { video, outputLanguages: ['French'] },
    ],
    [
      'with a date or its text',
      { extra: { at: new Date(0) } },
      { extra: { at: '1970-01-01T00:00:00.000Z' } },
    ],
    ['with what JSON leaves out', { extra: { call: () => 1 } }, { extra: {} }],
    [
      'with names in another order inside objects and lists',
      { extra: { a: { b: 1, c: [{ d: 1, e: 2 }] }, 10: 1, 9: 2 } },
      { extra: { 9: 2, 10: 1, a: { c: [{ e: 2, d: 1 }], b: 1 } } },
    ],
    ['with an empty list of languages', { video }, { video, outputLanguages: [] }],
  ])('is the same %s', (_title, one, other) => {
    expect(requestDigest(one)).toBe(requestDigest(other));
  });

  it.each<[string, TranslationRequest, TranslationRequest]>([
    ['language', { video, outputLanguage: 'French' }, { video, outputLanguage: 'German' }],
    [
      'number of languages',
      { video, outputLanguage: 'French' },
      { video, outputLanguages: ['French', 'French'] },
    ],
    ['order of languages', { video, outputLanguages: ['a', 'b'] }, { video, outputLanguages: ['b', 'a'] }],
    ['title', { video }, { video, title: 'Talk' }],
    ['date', { extra: { at: new Date(1) } }, { extra: { at: new Date(2) } }],
  ])('differs by the %s', (_title, one, other) => {
    expect(requestDigest(one)).not.toBe(requestDigest(other));
  });
});

describe('the keys of a batch', () => {
  const [a, b, c]: TranslationRequest[] = ['a', 'b', 'c'].map(title => ({ video, title }));

  it('follow the requests, whatever their order and whatever else is in the batch', () => {
    const [keyOfA, keyOfB] = deriveKeys('night', [a!, b!]);
    expect(deriveKeys('night', [c!, b!, a!]).slice(1)).toEqual([keyOfB, keyOfA]);
  });

  // A batch that is repeated by another version, or with another request order, must get the keys of the first time: otherwise its jobs are billed twice.
  it.each<[string, TranslationRequest, string]>([
    ['a request without fields', {}, 'night:18qokx6e252'],
    ['one language', { video, outputLanguage: 'French' }, 'night:1o82mtawks3'],
    [
      'several languages, and text beyond ASCII',
      { video, title: 'Vortrag für 日本 🎬', outputLanguages: ['German', 'Dutch'] },
      'night:0o6prqqy1po',
    ],
    [
      'other fields',
      { audio: { assetId: 'asset-1' }, extra: { speed: 1.5, tags: [true, null] } },
      'night:0c290xl96dn',
    ],
  ])('stay what they are: %s', (_title, request, key) => {
    expect(deriveKeys('night', [request])).toEqual([key]);
  });

  it('shorten a batch key of more than 200 characters', () => {
    expect(deriveKeys('k'.repeat(200), [{}])).toEqual([`${'k'.repeat(200)}:18qokx6e252`]);
    expect(deriveKeys('k'.repeat(201), [{}])).toEqual([`${'k'.repeat(188)}.187c4faumw1:18qokx6e252`]);
  });

  it('number equal requests', () => {
    const [first, second, third] = deriveKeys('night', [a!, { ...a! }, a!]);
    expect([second, third]).toEqual([`${first!}:2`, `${first!}:3`]);
  });

  it('fit into 255 characters, and differ where long keys differ', () => {
    const [one] = deriveKeys(`${'x'.repeat(250)}1`, [a!]);
    const [two] = deriveKeys(`${'x'.repeat(250)}2`, [a!]);
    expect(one!.length).toBeLessThanOrEqual(255);
    expect(one).not.toBe(two);
  });
});

describe('the languages of a request, in order', () => {
  it.each<[TranslationRequest, ReturnType<typeof inAlphabeticalOrder>]>([
    [{ title: 't' }, { request: { title: 't' }, languages: [undefined], places: [0] }],
    [{ outputLanguages: [] }, { request: { outputLanguages: [] }, languages: [undefined], places: [0] }],
    [{ outputLanguage: 'a' }, { request: { outputLanguage: 'a' }, languages: ['a'], places: [0] }],
    [
      { outputLanguages: ['c', 'a', 'B', 'a'] },
      {
        request: { outputLanguages: ['B', 'a', 'a', 'c'] },
        languages: ['c', 'a', 'B', 'a'],
        places: [3, 1, 0, 2],
      },
    ],
  ])('%j', (request, expected) => {
    expect(inAlphabeticalOrder(request)).toEqual(expected);
  });

  it('are found again at their places, each once', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), outputLanguages => {
        const { request, places } = inAlphabeticalOrder({ outputLanguages });
        expect(places.map(place => request.outputLanguages![place])).toEqual(outputLanguages);
        expect(new Set(places).size).toBe(outputLanguages.length);
      }),
    );
  });
});

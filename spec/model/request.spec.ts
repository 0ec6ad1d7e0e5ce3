import { expect } from '@jest/globals';
import fc from 'fast-check';
import { inAlphabeticalOrder, type TranslationRequest } from '../../lib/model/request.js';

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

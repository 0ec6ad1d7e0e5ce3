import { describe, expect, it } from '@jest/globals';
import { findLanguage, heygenApi, suggestLanguages } from 'heygen-rx';
import { errorOf, outcomeOf } from '../../helpers/outcome.js';
import { scriptedFetch } from '../../helpers/scripted-fetch.js';

const languages = [
  'English',
  'Spanish (Spain)',
  'Spanish (Mexico)',
  'Portuguese (Brazil)',
  'German (Germany)',
  'German (Austria)',
  'French (France)',
  'Norwegian Bokmål (Norway)',
];

describe('the name of a language', () => {
  it.each([
    ['German (Germany)', 'German (Germany)'],
    ['german (germany)', 'German (Germany)'],
    [' SPANISH  (mexico) ', 'Spanish (Mexico)'],
    ['portuguese-brazil', 'Portuguese (Brazil)'],
    ['norwegian bokmal (norway)', 'Norwegian Bokmål (Norway)'],
    ['German', undefined],
    ['Klingon', undefined],
    ['', undefined],
  ])('%j is %j', (name, found) => {
    expect(findLanguage(name, languages)).toBe(found);
  });

  it.each([
    ['german', ['German (Germany)', 'German (Austria)']],
    ['Frnech', ['French (France)']],
    ['spanish spian', ['Spanish (Spain)']],
    ['brazil', ['Portuguese (Brazil)']],
    ['Klingon', []],
    ['', []],
  ])('%j suggests %j', (name, suggestions) => {
    expect(suggestLanguages(name, languages)).toEqual(suggestions);
  });

  it('is looked up at the service', async () => {
    const answer = { data: { languages } };
    const { fetch, sent } = scriptedFetch(answer, answer);
    const { service } = heygenApi({ apiKey: 'any-key', fetch });
    expect(await outcomeOf(service.language('english'))).toEqual(['English']);
    const error = await errorOf(service.language('germn'));
    expect(error).toMatchObject({ name: 'RequestError', code: 'unknown_language' });
    expect(error.message).toBe(
      'HeyGen has no language "germn"; did you mean German (Germany) or German (Austria)?',
    );
    expect(sent).toHaveLength(2);
  });
});

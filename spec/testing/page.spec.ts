import { expect } from '@jest/globals';
import { complaintsAbout, fencesOf } from '../helpers/fences.js';

const examples = fencesOf('lib/testing/README.md');

describe('the page on testing', () => {
  it('has three worked examples, and all compile', () => {
    expect(examples).toHaveLength(3);
    expect(complaintsAbout(examples)).toEqual([]);
  }, 60_000);
});

// Each example is a test file: what it says must hold, too.
for (const example of examples) await import(example);

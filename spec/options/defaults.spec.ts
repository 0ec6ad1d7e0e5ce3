import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULTS } from '../../lib/options/defaults.js';
import { root } from '../helpers/fences.js';

/** The numbers after `@default`, by the name of their option, as the doc comments of one interface have them. */
const documented = (file: string, type: string): Readonly<Record<string, number>> => {
  const [, body = ''] = readFileSync(join(root, 'lib', file), 'utf8').split(`interface ${type} `);
  const fields = body.split(/^}/m)[0]!.matchAll(/@default ([\d._]+)[^]*?readonly (\w+)/g);
  return Object.fromEntries([...fields].map(([, value = '', name = '']) => [name, Number(value)]));
};

it.each([
  ['polling', [documented('options/types.ts', 'PollingConfig')]],
  ['retry', [documented('policy/retry/retry.ts', 'RetryConfig')]],
  [
    'circuitBreaker',
    [
      documented('policy/circuit/circuit-config.ts', 'CircuitConfig'),
      documented('options/types.ts', 'CircuitBreakerConfig'),
    ],
  ],
  ['limits', [documented('options/types.ts', 'CommonOptions')]],
] as const)('the defaults of `%s` are those in the doc comments', (group, comments) => {
  expect(Object.assign({}, ...comments)).toEqual(DEFAULTS[group]);
});

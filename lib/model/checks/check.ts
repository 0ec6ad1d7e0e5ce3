import { isObject } from './values.js';

/** Says what a value must be; undefined if it is valid. */
export type Check = (value: unknown) => string | undefined;

/** A finite number within bounds. */
export const aNumber =
  (isWithin: (value: number) => boolean, bounds: string): Check =>
  value => {
    if (!Number.isFinite(value)) return 'must be a finite number';
    return isWithin(value as number) ? undefined : `must be ${bounds}`;
  };

/** A finite number, at least this one. */
export const atLeast = (least: number, shownAs: number | string = least): Check =>
  aNumber(value => value >= least, `at least ${shownAs}`);

/** A finite number, more than this one. */
export const above = (bound: number): Check => aNumber(value => value > bound, `more than ${bound}`);

/** From one number to another. */
export const between = (least: number, most: number): Check =>
  aNumber(value => value >= least && value <= most, `from ${least} to ${most}`);

/** A whole number of at least 1. */
export const count: Check = value =>
  Number.isSafeInteger(value) && (value as number) >= 1 ? undefined : 'must be a whole number of at least 1';

/** For an option whose bound is another option. */
export const atLeastOption = (name: string, least: number): Check => atLeast(least, `\`${name}\` (${least})`);

/** A function. */
export const aFunction: Check = value => (typeof value === 'function' ? undefined : 'must be a function');

/** True or false. */
export const aFlag: Check = value => (typeof value === 'boolean' ? undefined : 'must be true or false');

/** A string. */
export const aString: Check = value => (typeof value === 'string' ? undefined : 'must be a string');

/** A string whose length is within bounds. */
export const aStringOf =
  (least: number, most: number): Check =>
  value =>
    typeof value === 'string' && value.length >= least && value.length <= most
      ? undefined
      : `must be a string of ${least} to ${most} characters`;

/** An object, whose fields are checked elsewhere. */
export const anObject: Check = value => (isObject(value) ? undefined : 'must be an object');

/** Checked elsewhere. */
export const anything: Check = () => undefined;

/** An object with these methods. */
export const having =
  (...methods: string[]): Check =>
  value =>
    methods.every(
      method => typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function',
    )
      ? undefined
      : `must have ${methods.map(method => `\`${method}()\``).join(' and ')}`;

/** One of these words. */
export const oneOf =
  (...words: string[]): Check =>
  value =>
    words.includes(value as string) ? undefined : `must be ${words.map(word => `'${word}'`).join(' or ')}`;

import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import type * as z from 'zod';
import type { OutageWindow } from '../faults/outage-window.js';
import { bulkAnswerSchema, type BulkAnswer } from '../job-api/bulk-answer.js';
import type { Duration } from '../values/duration.js';
import { parseDuration, parseMs } from '../values/duration-text.js';
import { hostNameSchema } from './mock-backend-options-schema.js';
import { listenSchema } from './start-options.js';
import { sentence } from '../values/refuse-unless.js';

/** Reads a number that a schema checks. */
export const numberFlag =
  <Value>(schema: z.ZodType<Value>) =>
  (text: string): Value =>
    checked(schema, number(text));

/** Reads a port. */
export const portFlag = (text: string): number => {
  const port = number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number between 0 and 65535.');
};

/** Reads a duration such as `2000`, `2s-8s` or `lognormal(60s,0.5)`. */
export const durationFlag = (text: string): Duration => {
  const parsed = parseDuration(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError(
    'It must be a duration, for example 2000, 2s-8s, lognormal(60s,0.5) or exponential(30s).',
  );
};

/** Reads a time such as `500ms`, `2s` or `1h`. */
export const msFlag = (text: string): number => {
  const parsed = parseMs(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError('It must be a time, for example 2000, 2s or 1h.');
};

/** Reads one more outage, `start+length`. */
export const outageFlag = (text: string, earlier: readonly OutageWindow[] = []): readonly OutageWindow[] => {
  const [startsAfterMs, lastsMs, ...rest] = text.split('+').map(parseMs);
  if (startsAfterMs === undefined || lastsMs === undefined || rest.length > 0) {
    throw new InvalidArgumentError('It must be start+length, for example 10s+5s.');
  }
  return [...earlier, { startsAfterMs, lastsMs }];
};

/** Reads the address to listen on. */
export const addressFlag = (text: string): string => checked(listenSchema.shape.host, text);

/** Reads one more host name. */
export const hostFlag = (text: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  checked(hostNameSchema, text),
];

/** Parses the mode of the bulk call: on, off, ignored or a status. */
export const bulkFlag = (text: string): BulkAnswer => {
  const words: Record<string, BulkAnswer> = { on: true, off: false, ignored: 'ignored' };
  const result = bulkAnswerSchema.safeParse(words[text] ?? number(text));
  if (result.success) return result.data;
  throw new InvalidArgumentError('It must be on, off, ignored, 400, 404, 405 or 501.');
};

/** Reads JSON, or the name of a JSON file. */
export const jsonFlag =
  <Value>(schema: z.ZodType<Value>) =>
  (text: string): Value => {
    let given: unknown;
    try {
      given = JSON.parse(/^\s*[[{]/.test(text) ? text : fileText(text));
    } catch (error) {
      throw new InvalidArgumentError(
        `It must be JSON or the name of a JSON file: ${(error as Error).message}.`,
      );
    }
    return checked(schema, given);
  };

/** A file's text without the byte order mark that Windows editors write. */
const fileText = (path: string): string => readFileSync(path, 'utf8').replace(/^\ufeff/, '');

const checked = <Value>(schema: z.ZodType<Value>, given: unknown): Value => {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue === undefined) throw new InvalidArgumentError('');
  const isAboutAll = issue.path.length === 0 && issue.code !== 'unrecognized_keys';
  const text = isAboutAll ? `it ${issue.message}` : sentence(issue, given);
  throw new InvalidArgumentError(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
};

const number = (text: string): number => (text.trim() === '' ? NaN : Number(text));

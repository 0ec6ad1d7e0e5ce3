import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import type { Duration } from './duration.js';
import { parseDuration, parseMs } from './duration-text.js';
import type { OutageWindow } from './fault.js';
import { heygenOptionsSchema } from './heygen-options.js';
import { mockBackendOptionsSchema, seedSchema } from './options.js';
import { shareSchema } from './share.js';
import { sentence } from './refuse.js';
import type { StartOptions } from './server.js';

/** The flags of `npm run mock`, one for each option of the backend that makes sense on a command line. */
export const mockCommand = (run: (options: StartOptions) => Promise<void> | void): Command =>
  new Command('mock')
    .description('Serves a mock backend: jobs that take their time, and faults on request.')
    .option('--port <port>', 'port to listen at; 0 takes a free one', whole, 3000)
    .option('--host <address>', 'address to listen at', '127.0.0.1')
    .option('--seed <number>', 'repeats a run: same seed, same jobs and faults', value(seedSchema))
    .option('--log', 'print a line for each request')
    .optionsGroup('Jobs:')
    .option('--processing-ms <duration>', 'how long a job takes (default: 5s-15s)', duration)
    .option('--queue-ms <duration>', 'how long it waits before that', duration)
    .option('--job-errors <share>', 'share of jobs that end in an error, 0 to 1', value(shareSchema))
    .option('--progress', 'pending jobs tell their progress')
    .option('--create-ms <duration>', 'how long a create takes to answer', duration)
    .option('--bulk <answer>', 'GET /status?job_ids=: on, off, ignored, or a status that refuses it', bulk)
    .option(
      '--keep-in <file>',
      'keeps jobs in a file, so that a backend that is killed and started anew knows them',
    )
    .optionsGroup('Faults:')
    .option('--faults <share>', 'share of requests that meet a random fault, 0 to 1', value(shareSchema))
    .option('--fault-mix <faults>', 'what random faults are drawn from: JSON, or a file of it', faults)
    .option('--script <faults>', 'faults met one after the other: JSON, or a file of it', faults)
    .option('--latency-ms <duration>', 'waiting time added to every request', duration)
    .option('--outage <start+length>', 'every request fails then, as in 10s+5s; may be repeated', outage)
    .optionsGroup('HeyGen (v3):')
    .option(
      '--heygen <options>',
      'its options, such as concurrency and webhooks: JSON, or a file of it',
      json(heygenOptionsSchema),
    )
    .addHelpText('after', help)
    .showHelpAfterError('(--help lists all flags)')
    .allowExcessArguments(false)
    .action(({ outage: outages, log, ...options }: Flags) =>
      run({ ...options, outages, log: log === true ? line => console.log(line) : undefined }),
    );

type Flags = Omit<StartOptions, 'outages' | 'log'> & {
  readonly outage?: readonly OutageWindow[];
  readonly log?: boolean;
};

const help = `
A duration is one of
  2000                     milliseconds; also 500ms, 2s, 1m
  2000-8000                a range
  lognormal(60s,0.5)       median and sigma
  exponential(30s)         mean

A fault is { "kind": ..., "on"?: "POST /job", "when"?: "before" | "after", "times"?: 1, ... }, for example
  --script '[{ "kind": "reset", "on": "POST /job", "when": "after" }, { "kind": "status", "status": 429, "retryAfter": 2 }]'`;

const value =
  <Value>(schema: z.ZodType<Value>) =>
  (text: string): Value =>
    checked(schema, number(text));

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

const whole = (text: string): number => {
  const port = number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number between 0 and 65535.');
};

const duration = (text: string): Duration => {
  const parsed = parseDuration(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError(
    'It must be a duration, for example 2000, 2s-8s, lognormal(60s,0.5) or exponential(30s).',
  );
};

const outage = (text: string, earlier: readonly OutageWindow[] = []): readonly OutageWindow[] => {
  const [startsAfterMs, lastsMs, ...rest] = text.split('+').map(parseMs);
  if (startsAfterMs === undefined || lastsMs === undefined || rest.length > 0) {
    throw new InvalidArgumentError('It must be start+length, for example 10s+5s.');
  }
  return [...earlier, { startsAfterMs, lastsMs }];
};

const bulk = (text: string): StartOptions['bulk'] => {
  const words: Record<string, StartOptions['bulk']> = { on: true, off: false, ignored: 'ignored' };
  const result = bulkSchema.safeParse(words[text] ?? number(text));
  if (result.success) return result.data;
  throw new InvalidArgumentError('It must be on, off, ignored, 400, 404, 405 or 501.');
};

/** JSON on the command line, or the name of a file of it. */
const json =
  <Value>(schema: z.ZodType<Value>) =>
  (text: string): Value => {
    let given: unknown;
    try {
      given = JSON.parse(/^\s*[[{]/.test(text) ? text : readFileSync(text, 'utf8'));
    } catch (error) {
      throw new InvalidArgumentError(`It must be JSON or a file of it: ${(error as Error).message}.`);
    }
    return checked(schema, given);
  };

const { script: optionalScript, bulk: bulkSchema } = mockBackendOptionsSchema.shape;
const faults = json(optionalScript.unwrap());

import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { TranslationClient } from '../../lib/index.js';
import { connect, draftClient } from '../durable/connect.js';
import { orUsageError, UsageError } from '../errors/usage-error.js';
import { withDurableFlags } from '../flags/durable-flags.js';
import { withServiceFlags } from '../flags/service-flags.js';
import { watchTimeoutFlag, watchTimeoutMs } from '../flags/timeout-flag.js';
import { wholeNumber } from '../flags/whole-number.js';
import { followToTheEnd, type FollowFlags } from '../follow/follow-to-the-end.js';
import type { FollowedJob } from '../follow/follow-jobs.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';
import { jobKeys } from '../requests/job-keys.js';
import { knownLanguages } from '../requests/language-names.js';
import { plannedJobs, type RequestFlags } from '../requests/planned-jobs.js';

interface TranslateFlags extends FollowFlags, RequestFlags {
  readonly idempotencyKey?: string;
}

const EXAMPLES = examplesText(
  [
    'translate https://example.com/talk.mp4 --languages French "Spanish (Spain)"',
    'create two jobs and watch them to the end',
  ],
  ['translate https://example.com/talk.mp4 --languages German --audio-only --json', 'print JSON for scripts'],
  [
    'translate https://example.com/talk.mp4 --languages French --durable',
    'let a worker poll, which continues after Ctrl-C',
  ],
  [
    'translate talk.mp4 --languages French --base-url http://127.0.0.1:3000',
    'use a mock backend, without a key',
  ],
);

/** `translate`: creates a job for each video and language, and follows them until they end. */
export const translateCommand = (context: CommandContext): Command =>
  withDurableFlags(withTranslateFlags(withServiceFlags(new Command('translate'))))
    .addHelpText('after', EXAMPLES)
    .action((videos: readonly string[], flags: TranslateFlags) => translate(videos, flags, context));

const withTranslateFlags = (command: Command): Command =>
  command
    .description('Translate each video into each language, and watch the jobs until they end.')
    .argument('<video...>', 'public https URLs, or asset:ID for files uploaded to HeyGen')
    .optionsGroup('Translation:')
    .option(
      '--languages <name...>',
      'required: language names as the service spells them, such as French "Spanish (Spain)"',
      languageNames,
    )
    .option('--title <text>', 'title of the translations')
    .addOption(new Option('--mode <mode>', 'faster, or better lip sync').choices(['speed', 'precision']))
    .option('--input-language <name>', 'the language spoken in the video (default: detected)')
    .option('--audio-only', 'translate the audio only, without lip sync')
    .option('--captions', 'also create captions')
    .option('--speakers <count>', 'the number of speakers', wholeNumber)
    .optionsGroup('Watching:')
    .addOption(watchTimeoutFlag())
    .option('--idempotency-key <key>', 'prevents creating the same job twice (default: a new key)');

async function translate(
  videos: readonly string[],
  flags: TranslateFlags,
  context: CommandContext,
): Promise<void> {
  const { host, args } = context;
  const { idempotencyKey = randomUUID(), languages } = flags;
  const timeoutMs = watchTimeoutMs(flags);
  const jobsOf = (client: TranslationClient, known = languages): readonly FollowedJob[] => {
    const planned = plannedJobs(videos, { ...flags, ...(known !== undefined && { languages: known }) });
    const requests = planned.map(({ request }) => request);
    const keys = orUsageError(() => jobKeys(idempotencyKey, requests));
    return planned.map(({ label, request }, index) => {
      const options = { timeoutMs, idempotencyKey: keys[index]!, emit: 'polls' } as const;
      return { label, snapshot$: orUsageError(() => client.translate(request, options)) };
    });
  };

  // With --durable the workers know the service, and check the request.
  const isHeygen = flags.baseUrl === undefined && flags.durable !== true;
  if (isHeygen) checkForHeygen(videos, flags);
  // Planned once to find wrong usage before a key is needed or a database is opened, and again with HeyGen's spelling of the languages.
  jobsOf(draftClient(flags, host));
  const connection = await connect(flags, host);
  const known = isHeygen ? await knownLanguages(languages ?? [], host) : languages;

  const createArgs =
    flags.idempotencyKey === undefined ? [...args, '--idempotency-key', idempotencyKey] : args;
  await followToTheEnd(jobsOf(connection.client, known), connection, flags, context, createArgs);
}

/** A name that looks like a flag is the next flag, so the names are missing. */
function languageNames(name: string, earlier: readonly string[] = []): readonly string[] {
  if (name.startsWith('-')) throw new InvalidArgumentError('Name at least one language.');
  return [...earlier, name];
}

/** Finds mistakes that HeyGen would otherwise report once per job. */
function checkForHeygen(videos: readonly string[], { languages }: TranslateFlags): void {
  if (languages === undefined) {
    throw new UsageError(
      'Cannot translate: name at least one language with --languages; `heygen-rx languages` lists them',
    );
  }
  const local = videos.find(video => !/^(https?:\/\/|asset:)./.test(video));
  if (local !== undefined) {
    throw new UsageError(`Cannot translate ${local}: HeyGen takes a public https URL, or asset:ID`);
  }
}

import { randomUUID } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { TranslationClient, TranslationRequest } from '../../lib/index.js';
import type { Context } from './context.js';
import type { FollowedJob } from '../follow/follow-jobs.js';
import { followToTheEnd, type FollowFlags } from '../follow/follow-to-the-end.js';
import { clientFor, withServiceFlags } from '../service/client-for.js';
import { timeoutFlag, WATCH_TIMEOUT_MS } from '../flags/timeout-flag.js';
import { orUsageError, UsageError } from '../usage-error.js';
import { wholeNumber } from '../flags/whole-number.js';

interface TranslateFlags extends FollowFlags {
  readonly languages?: readonly string[];
  readonly idempotencyKey?: string;
  readonly title?: string;
  readonly mode?: 'speed' | 'precision';
  readonly inputLanguage?: string;
  readonly audioOnly?: boolean;
  readonly captions?: boolean;
  readonly speakers?: number;
}

/** `translate`: a job for each video and language, watched to the end. */
export const translateCommand = (context: Context): Command =>
  withServiceFlags(new Command('translate'))
    .description('Translates videos, each into every language, and watches all jobs until they end.')
    .argument('<video...>', 'public https addresses, or asset:ID for files the service holds')
    .optionsGroup('Translation:')
    .option(
      '--languages <name...>',
      'as the service calls them, such as French "Spanish (Spain)"',
      languageNames,
    )
    .option('--title <text>', 'title of the translations')
    .addOption(new Option('--mode <mode>', 'speed or precision').choices(['speed', 'precision']))
    .option('--input-language <name>', 'what is spoken (default: detected)')
    .option('--audio-only', 'translate the sound and leave the lips alone')
    .option('--captions', 'make captions too')
    .option('--speakers <count>', 'how many people speak', wholeNumber)
    .optionsGroup('Watching:')
    .addOption(timeoutFlag(WATCH_TIMEOUT_MS))
    .option('--idempotency-key <key>', 'the same key never makes a job twice (default: a new one)')
    .action((videos: readonly string[], flags: TranslateFlags) => translate(videos, flags, context));

async function translate(videos: readonly string[], flags: TranslateFlags, context: Context): Promise<void> {
  const { world, words } = context;
  const { timeout: timeoutMs, idempotencyKey = randomUUID() } = flags;
  const client = clientFor(flags, world);
  if (flags.baseUrl === undefined) checkForHeygen(videos, flags);
  const wishes = wishesOf(videos, flags);
  // A job a wish, each with a key that a second run of the same command mints again.
  const jobs = wishes.map((wish, place) => {
    const key = wishes.length === 1 ? idempotencyKey : `${idempotencyKey}:${place + 1}`;
    return jobOf(wish, client, timeoutMs, key);
  });
  const createWords =
    flags.idempotencyKey === undefined ? [...words, '--idempotency-key', idempotencyKey] : words;
  await followToTheEnd(jobs, client, flags, context, createWords);
}

/** A name that looks like a flag is one: the names were forgotten. */
function languageNames(name: string, earlier: readonly string[] = []): readonly string[] {
  if (name.startsWith('-')) throw new InvalidArgumentError('Name at least one language.');
  return [...earlier, name];
}

/** What HeyGen would refuse, but later, and once for each job. */
function checkForHeygen(videos: readonly string[], { languages }: TranslateFlags): void {
  if (languages === undefined) {
    throw new UsageError(
      'Cannot translate: name at least one language with --languages; `heygen-rx languages` lists them',
    );
  }
  const local = videos.find(video => !/^(https?:\/\/|asset:)./.test(video));
  if (local !== undefined) {
    throw new UsageError(`Cannot translate ${local}: HeyGen takes a public https address, or asset:ID`);
  }
}

interface Wish {
  readonly label: string;
  readonly request: TranslationRequest;
}

function wishesOf(videos: readonly string[], flags: TranslateFlags): readonly Wish[] {
  const { languages = [], title, mode, inputLanguage, audioOnly, captions, speakers } = flags;
  const common: TranslationRequest = {
    ...(title !== undefined && { title }),
    ...(mode !== undefined && { mode }),
    ...(inputLanguage !== undefined && { inputLanguage }),
    ...(audioOnly !== undefined && { translateAudioOnly: audioOnly }),
    ...(captions !== undefined && { enableCaption: captions }),
    ...(speakers !== undefined && { speakerNum: speakers }),
  };
  return videos.flatMap(video => {
    const request = { ...common, video: videoOf(video) };
    if (languages.length === 0) return [{ label: nameOf(video), request }];
    return languages.map(outputLanguage => ({
      label: videos.length === 1 ? outputLanguage : `${nameOf(video)} ${outputLanguage}`,
      request: { ...request, outputLanguage },
    }));
  });
}

const videoOf = (text: string) =>
  text.startsWith('asset:') ? { assetId: text.slice('asset:'.length) } : text;

/** The last part of an address, which people know a video by. */
function nameOf(video: string): string {
  const { pathname } = URL.canParse(video) ? new URL(video) : { pathname: video };
  return pathname.split('/').findLast(part => part !== '') ?? video;
}

function jobOf(
  { label, request }: Wish,
  client: TranslationClient,
  timeoutMs: number,
  idempotencyKey: string,
): FollowedJob {
  const options = { timeoutMs, idempotencyKey, emit: 'polls' } as const;
  return { label, snapshot$: orUsageError(() => client.translate(request, options)) };
}

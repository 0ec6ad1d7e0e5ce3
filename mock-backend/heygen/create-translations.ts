import type { BatchItem } from './account/batch-store.js';
import type { HeygenAccount } from './account/heygen-account.js';
import type { TranslationBody } from './requests/heygen-bodies.js';
import { heygenProblem } from './requests/heygen-problem.js';
import type { NewJob } from '../jobs/job.js';
import type { Translation } from './account/translation-store.js';
import type { FileName } from '../files/sample-files.js';
import { conventionOf } from './video-conventions.js';
import { batchEvent } from './webhooks/batch-event.js';
import { translationEvent } from './webhooks/translation-event.js';

const refusedSource = { code: 'download_failed', message: 'The video could not be downloaded.' };

/** The most items of a batch, one per language. */
const maxBatchItems = 100;

/** Creates a job for each language of a request, in order, or none. `origin`: where files can be downloaded. */
export const createTranslations = async (
  account: HeygenAccount,
  body: TranslationBody,
  origin: string,
): Promise<readonly string[]> => {
  const plan = planOf(body);
  if (plan === 'refused') throw heygenProblem(400, refusedSource.code, refusedSource.message, 'video');
  account.limits.admit(body.output_languages.length);
  const ids = body.output_languages.map(language => create({ account, body, language, plan, origin }).job.id);
  // The jobs exist from here on, whether or not the client receives the response.
  await account.createWait();
  return ids;
};

/** Creates a batch: its items queue for a free slot, and a bad source fails only its own items. */
export const createBatch = async (
  account: HeygenAccount,
  body: {
    readonly video_translations: readonly TranslationBody[];
    readonly title?: string | null | undefined;
    readonly callback_url?: string | null | undefined;
  },
  origin: string,
): Promise<string> => {
  const wanted = body.video_translations.flatMap(item =>
    item.output_languages.map(language => ({ item, language })),
  );
  if (wanted.length > maxBatchItems) {
    const message = `A batch has at most ${maxBatchItems} items after its languages expand, got ${wanted.length}`;
    throw heygenProblem(400, 'invalid_parameter', message, 'video_translations');
  }
  account.limits.admitQuota(wanted.length);
  const items = wanted.map(({ item, language }): BatchItem => {
    const plan = planOf(item);
    if (plan === 'refused') return { error: refusedSource };
    const waitMs = account.limits.queueMs();
    const queued = waitMs > 0 ? { ...plan, queueMs: waitMs } : plan;
    return { id: create({ account, body: item, language, plan: queued, origin }).job.id };
  });
  const { batches, translations, webhooks, now } = account;
  const batch = batches.create({ title: body.title ?? null, createdAt: now(), items });
  webhooks.watch({
    callbackUrl: body.callback_url ?? undefined,
    event: () => batchEvent(batch, translations, now()),
  });
  await account.createWait();
  return batch.id;
};

const planOf = ({ video }: TranslationBody): NewJob | 'refused' =>
  conventionOf(video.type === 'url' ? video.url : undefined);

interface Plan {
  readonly account: HeygenAccount;
  readonly body: TranslationBody;
  readonly language: string;
  readonly plan: NewJob;
  /** The origin of the create request, for the file URLs in its webhook. */
  readonly origin: string;
}

const create = ({ account, body, language, plan, origin }: Plan): Translation => {
  const { translations, limits, webhooks, idField, links, now } = account;
  const created = translations.create(body, language, plan);
  limits.add(created.job);
  webhooks.watch({
    callbackUrl: body.callback_url ?? undefined,
    event: () => {
      const translation = translations.get(created.job.id);
      const link = (file: FileName) => links.link(origin, created.job.id, file);
      return translation === undefined ? null : translationEvent(translation, idField, link, now());
    },
  });
  return created;
};

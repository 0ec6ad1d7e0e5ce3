import { Hono, type Context } from 'hono';
import type { FileName } from '../files/sample-files.js';
import type { Env } from '../http/env.js';
import { originOf } from '../http/origin-of.js';
import { heygenBatchRoutes } from './heygen-batch-routes.js';
import type { HeygenAccount } from './account/heygen-account.js';
import { checkCredentials } from './requests/check-credentials.js';
import { heygenBodies } from './requests/heygen-bodies.js';
import { createTranslations } from './create-translations.js';
import { languages } from './requests/languages.js';
import { jsonText } from './requests/json-text.js';
import { heygenProblem } from './requests/heygen-problem.js';
import { IdempotencyKeys } from '../http/idempotency-keys.js';
import { problemResponse } from '../http/problem.js';
import { pageEnd, readPage } from './requests/paging.js';
import { accountView } from './views/account-view.js';
import { translationView } from './views/translation-view.js';
import type { Translation } from './account/translation-store.js';
import { webhookRoutes } from './webhooks/webhook-routes.js';

export interface HeygenRoutesOptions {
  readonly account: HeygenAccount;
  readonly requestId: () => string;
}

/** The part of HeyGen's v3 API that concerns video translation. */
export const heygenRoutes = ({ account, requestId }: HeygenRoutesOptions) => {
  const bodies = heygenBodies(account.allowPrivateAddresses);
  const { translations, links, now } = account;
  const app = new Hono<{ Bindings: Env }>().basePath('/v3');
  const keys = new IdempotencyKeys<readonly string[]>({ now, ttlMs: account.idempotencyTtlMs });
  const view = (c: Context, translation: Translation) => {
    const link = (file: FileName) => links.link(originOf(c), translation.job.id, file);
    return translationView(translation, link, now());
  };
  const found = (id: string): Translation => {
    const translation = translations.seen(id);
    if (translation !== undefined) return translation;
    throw heygenProblem(404, 'resource_not_found', `Video translation ${id} does not exist.`);
  };

  app.onError(problemResponse);
  app.notFound(c => {
    const message = `There is no ${c.req.method} ${c.req.path} here.`;
    return heygenProblem(404, 'not_found', message).toResponse();
  });
  app.use('*', async (c, next) => {
    await next();
    c.header('x-request-id', requestId());
  });
  app.use('*', async (c, next) => {
    checkCredentials(c.req.header('x-api-key'), c.req.header('authorization'), account);
    await next();
  });

  app.post('/video-translations', async c => {
    // No digest: HeyGen replays the first response even for another body.
    const key = c.req.header('idempotency-key');
    const ids = await keys.once({ key }, async () =>
      createTranslations(account, bodies.translation(await jsonText(c)), originOf(c)),
    );
    return c.json({ data: { video_translation_ids: ids } });
  });

  app.get('/video-translations', c => {
    const { limit, from } = readPage(c.req.query('limit'), c.req.query('token'), 10);
    const { page, end } = translations.page(limit, from);
    return c.json({ data: page.map(translation => view(c, translation)), ...pageEnd(end) });
  });

  app.get('/video-translations/languages', c => c.json({ data: { languages: [...languages.keys()] } }));

  app.get('/users/me', c => c.json({ data: accountView(account.limits.remaining) }));

  app.route('/video-translations', heygenBatchRoutes(account, bodies));
  app.route('/webhooks/endpoints', webhookRoutes(account, bodies));

  app.get('/video-translations/:id', c => c.json({ data: view(c, found(c.req.param('id'))) }));

  app.patch('/video-translations/:id', async c => {
    const { job } = found(c.req.param('id'));
    const { title } = bodies.title(await jsonText(c));
    translations.rename(job.id, title);
    return c.json({ data: view(c, found(job.id)) });
  });

  app.delete('/video-translations/:id', c => {
    const { job } = found(c.req.param('id'));
    account.jobs.delete(job.id);
    return c.json({ data: { id: job.id } });
  });

  return app;
};

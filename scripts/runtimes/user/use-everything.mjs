// What a user does with each entry that runs everywhere, as one program: against a mock backend at `baseUrl`.
import { heygenApi, isJobNotFoundError, throwIfFailed, TranslationClient } from 'heygen-rx';
import { hidden$, offline$, pauseWhen } from 'heygen-rx/browser';
import { durableClient, DurableWorker, memoryEngine } from 'heygen-rx/durable';
import { HttpClient } from 'heygen-rx/http';
import { virtualClient } from 'heygen-rx/testing';
import { verifyWebhook } from 'heygen-rx/webhooks';
import { firstValueFrom, lastValueFrom } from 'rxjs';

const request = { video: 'https://example.com/talk.mp4', outputLanguage: 'French' };
const polling = { initialIntervalMs: 50 };

/** Resolves to the names of what works; rejects at the first thing that does not. */
export async function useEverything(baseUrl) {
  for (const [name, works] of Object.entries(uses)) {
    if (!(await works(baseUrl))) throw new Error(`${name} does not work`);
  }
  return Object.keys(uses).join(', ');
}

const uses = {
  'job API': async baseUrl => {
    const client = new TranslationClient({ baseUrl, polling });
    const job = await lastValueFrom(client.translate(request).pipe(throwIfFailed()));
    return job.status === 'completed';
  },
  HeyGen: async baseUrl => {
    const client = new TranslationClient({ transport: heygenApi({ apiKey: 'key', baseUrl }), polling });
    const job = await lastValueFrom(client.translate(request));
    return job.status === 'completed' && URL.canParse(job.result.videoUrl);
  },
  errors: async baseUrl => {
    const client = new TranslationClient({ baseUrl, polling });
    return await client.getStatus('no-such-job').then(() => false, isJobNotFoundError);
  },
  browser: async () => typeof (await firstValueFrom(pauseWhen(hidden$, offline$))) === 'boolean',
  durable: async baseUrl => {
    const { jobApi } = await import('heygen-rx');
    const engine = memoryEngine();
    const worker = new DurableWorker({ engine, transport: jobApi({ baseUrl }), polling }).start();
    const watch$ = durableClient({ engine }).translate(request, { idempotencyKey: 'order-17' });
    const { status } = await lastValueFrom(watch$);
    await worker.stop();
    return status === 'completed';
  },
  http: async baseUrl => {
    const http = new HttpClient({ baseUrl });
    const response = await firstValueFrom(http.send('POST', ['job'], { body: {} }));
    return response.text('job_id') !== '';
  },
  testing: async () => {
    const client = virtualClient({ jobs: { 'job-1': 'p 9ms c' } }, { polling: { initialIntervalMs: 1 } });
    return (await lastValueFrom(client.watch('job-1'))).status === 'completed';
  },
  webhooks: async baseUrl => {
    const { body, headers, secret } = await (await fetch(`${baseUrl}/sample-webhook`)).json();
    const genuine = await verifyWebhook(body, headers, secret);
    const forged = await verifyWebhook(`${body} `, headers, secret);
    return genuine.verdict === 'accepted' && forged.verdict === 'forged';
  },
};

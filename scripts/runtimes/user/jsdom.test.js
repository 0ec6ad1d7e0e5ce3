const { TranslationClient } = require('heygen-rx');
const { hidden$ } = require('heygen-rx/browser');
const { virtualClient } = require('heygen-rx/testing');
const { firstValueFrom, lastValueFrom } = require('rxjs');

it('runs in a document', async () => {
  expect(document.visibilityState).toBe('visible');
  expect(await firstValueFrom(hidden$)).toBe(false);
});

it('watches a scripted job', async () => {
  const client = virtualClient({ jobs: { 'job-1': 'p 9ms c' } }, { polling: { initialIntervalMs: 1 } });
  expect((await lastValueFrom(client.watch('job-1'))).status).toBe('completed');
});

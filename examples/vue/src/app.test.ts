import { TranslationClient } from 'heygen-rx';
import { createMockBackend } from 'heygen-rx/mock-backend';
import { expect, it, vi } from 'vitest';
import { createApp } from 'vue';
import App from './App.vue';

const rows = () => [...document.querySelectorAll('li')].map(row => row.textContent.trim());
const settle = () => new Promise(resolve => setTimeout(resolve, 100));

function mount(processingMs: number) {
  const backend = createMockBackend({ processingMs });
  const client = new TranslationClient({
    baseUrl: 'http://localhost',
    fetch: backend.request,
    polling: { initialIntervalMs: 20 },
  });
  document.body.innerHTML = '<div></div>';
  const app = createApp(App, { client });
  app.mount(document.body.firstElementChild!);
  return { backend, client, app };
}

async function translate() {
  document.querySelector('button')!.click();
  await vi.waitFor(() => expect(rows().filter(row => /:\s+(?:pending|completed)/.test(row))).toHaveLength(4));
}

it('shows every job until it is done', async () => {
  const { backend } = mount(60);
  await translate();
  await vi.waitFor(() => expect(rows().every(row => row.endsWith('completed'))).toBe(true));
  expect(rows()[0]).toMatch(/^French:/);
  expect(document.querySelector('progress')).toMatchObject({ value: 4, max: 4 });
  expect(backend.jobs.size).toBe(4);
});

it('stops polling when unmounted', async () => {
  const { backend, app } = mount(60_000);
  await translate();
  app.unmount();
  const asked = backend.stats.total;
  await settle();
  expect(backend.stats.total).toBe(asked);
});

it('shows the error that ended the batch', async () => {
  const { client } = mount(60_000);
  await translate();
  client.close();
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('closed'));
});

it('shows an error that comes before the first snapshot', async () => {
  const { client } = mount(60_000);
  client.close();
  await vi.waitFor(() => document.querySelector('button')!.click());
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('closed'));
  expect(document.querySelector('[role=status]')).toBeNull();
});

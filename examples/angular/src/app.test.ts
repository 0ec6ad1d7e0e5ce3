import { provideZonelessChangeDetection } from '@angular/core';
import { getTestBed, TestBed } from '@angular/core/testing';
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing';
import { TranslationClient } from 'heygen-rx';
import { createMockBackend } from 'heygen-rx/mock-backend';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { App } from './app';

beforeAll(() => getTestBed().initTestEnvironment(BrowserTestingModule, platformBrowserTesting()));
afterEach(() => TestBed.resetTestingModule());

const settle = () => new Promise(resolve => setTimeout(resolve, 100));

function mount(processingMs: number) {
  const backend = createMockBackend({ processingMs });
  const client = new TranslationClient({
    baseUrl: 'http://localhost',
    fetch: backend.request,
    polling: { initialIntervalMs: 20 },
  });
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), { provide: TranslationClient, useValue: client }],
  });
  const fixture = TestBed.createComponent(App);
  const page = fixture.nativeElement as HTMLElement;
  const rows = () => [...page.querySelectorAll('app-job')].map(row => row.textContent.trim());
  const translate = async () => {
    page.querySelector('button')!.click();
    await vi.waitFor(() =>
      expect(rows().filter(row => /:\s+(?:pending|completed)/.test(row))).toHaveLength(4),
    );
  };
  return { backend, client, fixture, page, rows, translate };
}

it('shows every job until it is done', async () => {
  const { backend, page, rows, translate } = mount(60);
  await translate();
  await vi.waitFor(() => expect(rows().every(row => row.endsWith('completed'))).toBe(true));
  expect(rows()[0]).toMatch(/^French:/);
  expect(page.querySelector('progress')).toMatchObject({ value: 4, max: 4 });
  expect(backend.jobs.size).toBe(4);
});

it('stops polling when unmounted', async () => {
  const { backend, fixture, translate } = mount(60_000);
  await translate();
  fixture.destroy();
  const asked = backend.stats.total;
  await settle();
  expect(backend.stats.total).toBe(asked);
});

it('shows the error that ended the batch', async () => {
  const { client, page, translate } = mount(60_000);
  await translate();
  client.close();
  await vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).toContain('closed'));
});

it('shows an error that comes before the first snapshot', async () => {
  const { client, page } = mount(60_000);
  client.close();
  page.querySelector('button')!.click();
  await vi.waitFor(() => expect(page.querySelector('[role=alert]')?.textContent).toContain('closed'));
  expect(page.querySelector('[role=status]')).toBeNull();
});

import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { TranslationClient } from 'heygen-rx';
import { hidden$, pauseWhen } from 'heygen-rx/browser';
import { App } from './app';

// The key must not reach the browser: /api is your own server. Hidden tabs do not poll.
const client = new TranslationClient({
  baseUrl: new URL('/api', location.href),
  paused$: pauseWhen(hidden$),
});

bootstrapApplication(App, {
  providers: [provideZonelessChangeDetection(), { provide: TranslationClient, useValue: client }],
}).catch((error: unknown) => console.error(error));

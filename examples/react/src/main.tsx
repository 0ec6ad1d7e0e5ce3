import { TranslationClient } from 'heygen-rx';
import { hidden$, pauseWhen } from 'heygen-rx/browser';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';

// The key must not reach the browser: /api is your own server. Hidden tabs do not poll.
const client = new TranslationClient({
  baseUrl: new URL('/api', location.href),
  paused$: pauseWhen(hidden$),
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
);

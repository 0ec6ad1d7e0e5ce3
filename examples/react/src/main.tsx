import { TranslationClient } from 'heygen-rx';
import { hidden$, pauseWhen } from 'heygen-rx/browser';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';

// A key never goes into a browser: /api stands for your own server. A hidden tab does not poll.
const client = new TranslationClient({
  baseUrl: new URL('/api', location.href),
  paused$: pauseWhen(hidden$),
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
);

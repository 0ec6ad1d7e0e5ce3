import { TranslationClient } from 'heygen-rx';
import { hidden$, pauseWhen } from 'heygen-rx/browser';
import { createApp } from 'vue';
import App from './App.vue';

// The key must not reach the browser: /api is your own server. Hidden tabs do not poll.
const client = new TranslationClient({
  baseUrl: new URL('/api', location.href),
  paused$: pauseWhen(hidden$),
});

createApp(App, { client }).mount('#root');

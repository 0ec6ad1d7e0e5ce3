import { TranslationClient } from 'heygen-rx';
import { hidden$, pauseWhen } from 'heygen-rx/browser';
import { createApp } from 'vue';
import App from './App.vue';

// A key never goes into a browser: /api stands for your own server. A hidden tab does not poll.
const client = new TranslationClient({
  baseUrl: new URL('/api', location.href),
  paused$: pauseWhen(hidden$),
});

createApp(App, { client }).mount('#root');

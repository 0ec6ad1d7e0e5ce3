import { TranslationClient } from 'heygen-rx';
import { hidden$, pauseWhen } from 'heygen-rx/browser';
import { mount } from 'svelte';
import App from './App.svelte';

// A key never goes into a browser: /api stands for your own server. A hidden tab does not poll.
const client = new TranslationClient({
  baseUrl: new URL('/api', location.href),
  paused$: pauseWhen(hidden$),
});

mount(App, { target: document.getElementById('root')!, props: { client } });

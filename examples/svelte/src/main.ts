import { TranslationClient } from 'heygen-rx';
import { hidden$, pauseWhen } from 'heygen-rx/browser';
import { mount } from 'svelte';
import App from './App.svelte';

// The key must not reach the browser: /api is your own server. Hidden tabs do not poll.
const client = new TranslationClient({
  baseUrl: new URL('/api', location.href),
  paused$: pauseWhen(hidden$),
});

mount(App, { target: document.getElementById('root')!, props: { client } });

import { useEverything } from './use-everything.mjs';

export default {
  async fetch(request) {
    return new Response(await useEverything(new URL(request.url).searchParams.get('backend')));
  },
};

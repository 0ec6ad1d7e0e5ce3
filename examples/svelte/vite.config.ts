import { getRequestListener } from '@hono/node-server';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createMockBackend } from 'heygen-rx/mock-backend';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    svelte({ configFile: false }),
    {
      name: 'mock-backend',
      configureServer({ middlewares }) {
        middlewares.use(
          '/api',
          getRequestListener(createMockBackend({ progress: true, jobErrors: 0.2 }).fetch),
        );
      },
    },
  ],
  // Tests mount components: they need Svelte's code for browsers.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'happy-dom' },
});

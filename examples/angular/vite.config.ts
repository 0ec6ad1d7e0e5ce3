import angular from '@analogjs/vite-plugin-angular';
import { getRequestListener } from '@hono/node-server';
import { createMockBackend } from 'heygen-rx/mock-backend';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    angular({ tsconfig: 'tsconfig.json' }),
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
  build: { rolldownOptions: { checks: { pluginTimings: false } } },
  test: { environment: 'happy-dom' },
});

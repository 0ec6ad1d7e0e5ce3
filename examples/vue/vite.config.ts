import { getRequestListener } from '@hono/node-server';
import vue from '@vitejs/plugin-vue';
import { createMockBackend } from 'heygen-rx/mock-backend';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    vue(),
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
  test: { environment: 'happy-dom' },
});

import { getRequestListener } from '@hono/node-server';
import react from '@vitejs/plugin-react';
import { createMockBackend } from 'heygen-rx/mock-backend';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    react(),
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

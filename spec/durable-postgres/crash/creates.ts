import type { NewCreate } from '../../../lib/durable/engine/creates.js';

/** A create that has an hour. */
export const newCreate = (key: string): NewCreate => ({
  key,
  request: { video: `https://video.example/${key}` },
  digest: key,
  timeoutMs: 3_600_000,
});

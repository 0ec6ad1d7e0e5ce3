import * as z from 'zod';
import type { MockBackendOptions } from './mock-backend-options.js';

/** Options of a mock backend that is served over HTTP. */
export interface StartOptions extends MockBackendOptions {
  /**
   * The port to listen on; 0 chooses a free one.
   * @default 0
   */
  readonly port?: number | undefined;
  /**
   * The address to listen on.
   * @default '127.0.0.1'
   */
  readonly host?: string | undefined;
  /**
   * After how long an idle connection is closed, in ms.
   * @default 5000, as in Node
   */
  readonly keepAliveMs?: number | undefined;
}

/** Any options at all. @internal */
export const anObject = z.looseObject({}, { error: 'options must be an object' });

/** Checks the options of `startMockBackend` besides those of a backend. @internal */
export const listenSchema = z.object({
  port: z
    .int({ error: 'must be a whole number' })
    .min(0, 'must be at least 0')
    .max(65_535, 'must be at most 65535'),
  // Node would listen on all addresses of the machine.
  host: z.string({ error: 'must be text' }).min(1, 'must not be empty'),
  keepAliveMs: z.number({ error: 'must be milliseconds' }).min(0, 'must be at least 0'),
});

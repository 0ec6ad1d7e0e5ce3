import { expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { runInNewContext } from 'node:vm';

const PROGRAM = `
  import { TranslationClient } from './lib/index.js';
  import * as browser from './lib/browser/index.js';
  import * as http from './lib/http/index.js';
  import * as webhooks from './lib/webhooks/index.js';
  export const entries = [browser, http, webhooks];
  export const watch = fetch =>
    new TranslationClient({ baseUrl: 'http://localhost', fetch }).waitForCompletion('job-1');
`;

/** As the Edge Runtime of Next.js has it: each function of Node's own is there, and throws. */
const edgeProcess = (): object =>
  Object.fromEntries(
    Object.keys(process).map(name => [
      name,
      () => {
        throw new Error(
          `A Node.js API is used (process.${name}) which is not supported in the Edge Runtime.`,
        );
      },
    ]),
  );

const WEB = {
  AbortController,
  AbortSignal,
  clearInterval,
  clearTimeout,
  Headers,
  performance,
  ReadableStream,
  Request,
  Response,
  setInterval,
  setTimeout,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
};

it('a watch runs where `process` is a stub whose functions throw', async () => {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: '.' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'program',
    write: false,
  });
  const code = `${outputFiles[0]!.text}; program`;
  const program = runInNewContext(code, { ...WEB, process: edgeProcess() }) as {
    readonly watch: (fetch: () => Promise<Response>) => Promise<string>;
  };
  const fetch = (): Promise<Response> =>
    Promise.resolve(Response.json({ job_id: 'job-1', result: 'completed' }));
  expect(await program.watch(fetch)).toBe('completed');
});

#!/usr/bin/env node
import { createRequire } from 'node:module';
import { run } from './run.js';

const { version } = createRequire(import.meta.url)('heygen-rx/package.json') as { readonly version: string };

// The first Ctrl-C stops the watching, a second one the program.
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());

// The reader may close the pipe early, as `head` does.
process.stdout.on('error', () => process.exit());

const { stdout, stderr, env } = process;
process.exitCode = await run(process.argv.slice(2), {
  stdout,
  stderr,
  env,
  interrupted: interrupt.signal,
  version,
});

// Nothing waits for the connections that are still open.
setTimeout(() => process.exit(), 500).unref();

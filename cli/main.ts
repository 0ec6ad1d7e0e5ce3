#!/usr/bin/env node
import { createRequire } from 'node:module';
import { EXIT } from './exit-code.js';
import { run } from './run.js';

const { version } = createRequire(import.meta.url)('heygen-rx/package.json') as { readonly version: string };
const { stdout, stderr, env } = process;

// The first Ctrl-C stops watching, a second one the program.
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());

const output = { isLost: false };
stdout.on('error', ({ code = 'unknown error' }: NodeJS.ErrnoException) => {
  // The reader has closed the pipe early, as `head` does: not a failure.
  if (code === 'EPIPE') process.exit();
  if (output.isLost) return;
  output.isLost = true;
  process.exitCode = EXIT.failed;
  stderr.write(`Cannot write the output: ${code}.\n`);
  interrupt.abort();
});
// Lost messages affect neither the jobs nor the exit code.
stderr.on('error', () => undefined);

const exitCode = await run(process.argv.slice(2), {
  stdout,
  stderr,
  env,
  interrupted: interrupt.signal,
  version,
  nodeVersion: process.versions.node,
});
process.exitCode = output.isLost ? EXIT.failed : exitCode;

// Open connections do not keep the process alive.
setTimeout(() => process.exit(), 500).unref();

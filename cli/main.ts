#!/usr/bin/env node
import { createRequire } from 'node:module';
import { OutputError } from './errors/output-error.js';
import { reportError, wantsJson } from './errors/report-error.js';
import { EXIT } from './exit-code.js';
import type { Host, Output } from './host.js';
import { run } from './run.js';

const { version } = createRequire(import.meta.url)('heygen-rx/package.json') as { readonly version: string };
const { stdout, stderr, env } = process;

/** Some send a signal twice at once, as `timeout` does: to the process, and to its group. In ms. */
const SAME_SIGNAL_MS = 500;

// The first Ctrl-C stops watching, a later one the program.
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupt.abort();
    setTimeout(() => process.removeAllListeners(signal), SAME_SIGNAL_MS).unref();
  });
}

/** `closed`: the reader has closed the pipe early, as `head` does, which is no failure. */
const output: { state: 'written' | 'closed' | 'lost' } = { state: 'written' };
stdout.on('error', ({ code = 'unknown error' }: NodeJS.ErrnoException) => {
  if (output.state !== 'written') return;
  output.state = code === 'EPIPE' ? 'closed' : 'lost';
  if (output.state === 'lost') {
    reportError(new OutputError(code), host, wantsJson(args));
    // The last output may be lost after the command has ended.
    process.exitCode = EXIT.failed;
  }
  interrupt.abort();
});
// Lost messages affect neither the jobs nor the exit code.
stderr.on('error', () => undefined);

const results: Output = {
  write: text => stdout.write(text),
  isTTY: stdout.isTTY,
  get columns() {
    return stdout.columns;
  },
  get rows() {
    return stdout.rows;
  },
  get isLost() {
    return output.state === 'lost';
  },
};

// Once the reader has gone, the command stops quietly: a worker still finishes its requests.
const messages: Output = {
  write: text => output.state === 'closed' || stderr.write(text),
  isTTY: stderr.isTTY,
  get columns() {
    return stderr.columns;
  },
};

const args = process.argv.slice(2);
const host: Host = {
  stdout: results,
  stderr: messages,
  env,
  now: Date.now,
  interrupted: interrupt.signal,
  version,
  nodeVersion: process.versions.node,
};
const exitCode = await run(args, host);
const codes = { written: exitCode, closed: EXIT.completed, lost: EXIT.failed };
process.exitCode = codes[output.state];

// Open connections do not keep the process alive.
setTimeout(() => process.exit(), 500).unref();

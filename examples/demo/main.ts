import { barsScreen } from './bars-screen.js';
import { runDemo } from './run-demo.js';
import { linesScreen } from './screen.js';
import { summaryText } from './summary.js';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());

// The bars must fit on the screen; some terminals do not report their height.
const { isTTY, rows } = process.stdout;
const hasRoom = isTTY && (rows || 24) > 14;

const summary = await runDemo({
  openScreen: hasRoom ? barsScreen : () => linesScreen(console.log),
  signal: stop.signal,
});

if (summary !== undefined) console.log(summaryText(summary));
else {
  console.log('Stopped.');
  process.exitCode = 130;
}

import { styleText } from 'node:util';
import { MultiBar } from 'cli-progress';
import type { JobSnapshot } from 'heygen-rx';
import { timestamped, type Screen } from './screen.js';

const WIDTH = 30;
const TO_THE_END_OF_THE_LINE = '\x1b[K';

/** A bar for each job, with events scrolling above. */
export function barsScreen(names: readonly string[]): Screen {
  const snapshots = new Map<string, JobSnapshot>();
  const bars = new MultiBar({
    stream: process.stdout,
    hideCursor: true,
    // Printed events move all bars down, unchanged ones too.
    forceRedraw: true,
    // The bars are printed once more at the end: cli-progress would cut them, since it counts colour codes as width.
    clearOnComplete: true,
    gracefulExit: false,
  });
  for (const name of names) {
    bars.create(1, 0, undefined, { format: () => rowText(name, snapshots.get(name)) });
  }
  return {
    show: (batch, nameOf) => {
      for (const [jobId, snapshot] of batch.entries()) {
        if (snapshot !== undefined) snapshots.set(nameOf(jobId), snapshot);
      }
    },
    print: (atSeconds, line) => bars.log(`${timestamped(atSeconds, line)}${TO_THE_END_OF_THE_LINE}\n`),
    close: () => {
      bars.update();
      bars.stop();
      for (const name of names) console.log(rowText(name, snapshots.get(name)));
    },
  };
}

function rowText(name: string, snapshot: JobSnapshot | undefined): string {
  const { color, share, word } = appearanceOf(snapshot);
  const filled = Math.round(share * WIDTH);
  const bar = styleText(color, '█'.repeat(filled)) + styleText('gray', '░'.repeat(WIDTH - filled));
  return `  ${name.padEnd(12)} ${bar}  ${styleText(color, word)}`;
}

/** The colour of a job, the filled share of its bar, and the text behind it. */
function appearanceOf(snapshot: JobSnapshot | undefined) {
  if (snapshot === undefined) return { color: 'gray', share: 0, word: 'waiting' } as const;
  switch (snapshot.status) {
    case 'completed': {
      const took =
        snapshot.elapsedMs === undefined ? '' : ` after ${(snapshot.elapsedMs / 1000).toFixed(1)} s`;
      return { color: 'green', share: 1, word: `✔ completed${took}` } as const;
    }
    case 'error':
      return { color: 'red', share: 1, word: `✖ ${snapshot.failure.message}` } as const;
    default: {
      const { progress = 0 } = snapshot;
      return { color: 'cyan', share: progress, word: `${Math.round(progress * 100)} %` } as const;
    }
  }
}

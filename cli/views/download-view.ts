import type { Host } from '../host.js';
import { bytesText } from '../text/bytes-text.js';
import { durationText } from '../text/duration-text.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import { cutSpans } from '../text/styled-text.js';
import { canRedraw } from './can-redraw.js';

/** A file that was saved. */
interface SavedFile {
  readonly jobId: string;
  readonly kind: string;
  readonly path: string;
  readonly bytes: number;
}

/** Shows downloads. */
export interface DownloadView {
  readonly progress: (path: string, received: number, total: number | undefined) => void;
  readonly saved: (file: SavedFile) => void;
  /** An attempt has failed; the next one follows after `delayMs`. */
  readonly waiting: (why: string, delayMs: number) => void;
  /** What goes wrong with the service. */
  readonly trouble: (lines: readonly string[]) => void;
  /** Removes the live line. */
  readonly clear: () => void;
}

const FRAME_MS = 100;
/** Delays up to this need no explanation; only those requested by a server are longer. */
const SHORT_MS = 5000;
const CLEAR_LINE = '\r\x1b[K';

/** A permanent line for each file, or one JSON object; on a terminal also a live line. */
export function downloadView(isJson: boolean, host: Host): DownloadView {
  const { stdout, stderr, now } = host;
  const isLive = canRedraw(host) && !isJson;
  let drawnAt = 0;
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) stdout.write(CLEAR_LINE);
    isDrawn = false;
  };
  return {
    progress: (path, received, total) => {
      const at = now();
      if (!isLive || at - drawnAt < FRAME_MS) return;
      drawnAt = at;
      isDrawn = true;
      const of = total === undefined ? '' : ` of ${bytesText(total)}`;
      const line = { text: `${bytesText(received)}${of}  ${plainText(path)}` };
      const cut = cutSpans([line], (stdout.columns ?? 80) - 1).map(({ text }) => text);
      stdout.write(`${CLEAR_LINE}${cut.join('')}`);
    },
    saved: file => {
      clear();
      const text = isJson
        ? jsonText({ type: 'downloaded', at: now(), ...file })
        : `✔ ${plainText(file.path)} (${bytesText(file.bytes)})`;
      stdout.write(`${text}\n`);
    },
    waiting: (why, delayMs) => {
      if (isJson || delayMs <= SHORT_MS) return;
      clear();
      stderr.write(`${plainText(why)}; next attempt in ${durationText(delayMs)}.\n`);
    },
    trouble: lines => {
      if (isJson) return;
      clear();
      for (const line of lines) stderr.write(`${line}\n`);
    },
    clear,
  };
}

import type { Host } from '../host.js';
import { bytesText } from '../text/bytes-text.js';
import { jsonText } from '../text/json-text.js';
import { plainText } from '../text/plain-text.js';
import { cutSpans } from '../text/styled-text.js';

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
  /** Removes the live line. */
  readonly clear: () => void;
}

const FRAME_MS = 100;
const CLEAR_LINE = '\r\x1b[K';

/** A permanent line for each file, or one JSON object; on a terminal also a live line. */
export function downloadView(isJson: boolean, { stdout }: Host): DownloadView {
  const isLive = stdout.isTTY === true && !isJson;
  let drawnAt = 0;
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) stdout.write(CLEAR_LINE);
    isDrawn = false;
  };
  return {
    progress: (path, received, total) => {
      const now = Date.now();
      if (!isLive || now - drawnAt < FRAME_MS) return;
      drawnAt = now;
      isDrawn = true;
      const of = total === undefined ? '' : ` of ${bytesText(total)}`;
      const line = { text: `${bytesText(received)}${of}  ${plainText(path)}` };
      const cut = cutSpans([line], (stdout.columns ?? 80) - 1).map(({ text }) => text);
      stdout.write(`${CLEAR_LINE}${cut.join('')}`);
    },
    saved: file => {
      clear();
      const text = isJson
        ? jsonText({ type: 'downloaded', at: Date.now(), ...file })
        : `✔ ${plainText(file.path)} (${bytesText(file.bytes)})`;
      stdout.write(`${text}\n`);
    },
    clear,
  };
}

import { join } from 'node:path';
import type { JobId, JobResult } from '../../lib/index.js';

const KINDS = {
  video: { field: 'videoUrl', extension: '.mp4' },
  audio: { field: 'audioUrl', extension: '.mp3' },
  srt: { field: 'srtCaptionUrl', extension: '.srt' },
  vtt: { field: 'vttCaptionUrl', extension: '.vtt' },
} as const;

/** A kind of file. */
export type FileKind = keyof typeof KINDS;

export const FILE_KINDS = Object.keys(KINDS) as readonly FileKind[];

/** A file of a job: where it is, and where it goes. */
export interface ResultFile {
  readonly kind: FileKind;
  readonly address: string;
  readonly path: string;
}

/** The files of these kinds that a result has, named after the job. */
export const resultFiles = (
  jobId: JobId,
  result: JobResult,
  kinds: readonly FileKind[],
  folder: string,
): readonly ResultFile[] =>
  kinds.flatMap(kind => {
    const { field, extension } = KINDS[kind];
    const address = result[field];
    if (address === undefined) return [];
    return [{ kind, address, path: join(folder, fileName(jobId) + (extensionIn(address) ?? extension)) }];
  });

/** Without the colon, which Windows reserves. */
const fileName = (jobId: JobId): string => jobId.replaceAll(':', '-');

const extensionIn = (address: string): string | undefined =>
  URL.canParse(address) ? /\.[a-z\d]{2,4}$/i.exec(new URL(address).pathname)?.[0] : undefined;

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
  readonly url: string;
  readonly path: string;
}

/** The files of these kinds that a result has, named after the job, and after their kinds too where two have the same extension. Files of different jobs never have the same name. */
export const resultFiles = (
  jobId: JobId,
  result: JobResult,
  kinds: readonly FileKind[],
  folder: string,
): readonly ResultFile[] =>
  kinds.flatMap(kind => {
    const url = result[KINDS[kind].field];
    const extension = extensionOf(kind, result);
    if (url === undefined || extension === undefined) return [];
    const isShared = FILE_KINDS.some(other => other !== kind && extensionOf(other, result) === extension);
    const name = isShared ? `${fileName(jobId)}+${kind}` : fileName(jobId);
    return [{ kind, url, path: join(folder, name + extension) }];
  });

/** The extension of a file of the result, if there is such a file. In lower case: some file systems do not distinguish the two. */
function extensionOf(kind: FileKind, result: JobResult): string | undefined {
  const { field, extension } = KINDS[kind];
  const url = result[field];
  return url === undefined ? undefined : (extensionIn(url) ?? extension);
}

/** The colon, which Windows reserves, is percent-encoded. No id contains `%` or `+`, so no two jobs share a name. */
const fileName = (jobId: JobId): string => jobId.replaceAll(':', '%3A');

/** `.part` is for files that are not complete yet. */
function extensionIn(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const extension = /\.[a-z\d]{2,4}$/i.exec(new URL(url).pathname)?.[0].toLowerCase();
  return extension === '.part' ? undefined : extension;
}

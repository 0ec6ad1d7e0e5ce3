import { DownloadError } from '../errors/download-error.js';
import { codeOf } from './error-code.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'the folder does not exist',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** Why a file cannot be written. */
export function cannotWrite(path: string, error: unknown): DownloadError {
  const code = codeOf(error);
  return new DownloadError(`Cannot write ${path}: ${REASONS[code] ?? 'the system refused'} (${code})`);
}

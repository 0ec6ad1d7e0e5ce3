import { Command, Option } from 'commander';
import type { CompletedSnapshot, JobId, TranslationClient } from '../../lib/index.js';
import { completedJob, STATUS_TIMEOUT_MS } from '../download/completed-job.js';
import { pollTrouble } from '../download/poll-trouble.js';
import { FILE_KINDS, resultFiles, type FileKind, type ResultFile } from '../download/result-files.js';
import { saveFile } from '../download/save-file.js';
import { isKeyRefused } from '../errors/is-key-refused.js';
import { reportError } from '../errors/report-error.js';
import { DownloadError } from '../errors/download-error.js';
import { orUsageError } from '../errors/usage-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { withServiceFlags, type ServiceFlags } from '../flags/service-flags.js';
import type { Host } from '../host.js';
import { checkProxy, ProxyError } from '../service/check-proxy.js';
import { checkAccess, clientFor, serviceUrl } from '../service/client-for.js';
import { retryDelayMs } from '../service/retry-delay.js';
import { downloadView, type DownloadView } from '../views/download-view.js';
import type { CommandContext } from './command-context.js';
import { examplesText } from './examples.js';

interface DownloadFlags extends ServiceFlags {
  readonly outputDir: string;
  readonly only?: readonly FileKind[];
  readonly force?: boolean;
}

/** `download`: saves the files of completed jobs. */
export const downloadCommand = (context: CommandContext): Command =>
  withServiceFlags(new Command('download'))
    .description('Save the files of completed jobs as JOB_ID.mp4, .mp3, .srt, .vtt.')
    .argument('<id...>', 'their job ids')
    .option('--output-dir <folder>', 'the folder to save the files in', '.')
    .addOption(new Option('--only <kind...>', 'only files of these kinds').choices(FILE_KINDS))
    .option('--force', 'replace existing files')
    .addHelpText(
      'after',
      examplesText(
        ['download JOB_ID', 'save all files in this folder'],
        [
          'download JOB_ID JOB_ID --only video srt --output-dir talks',
          'save the videos and the subtitles of two jobs',
        ],
      ),
    )
    .action((jobIds: readonly JobId[], flags: DownloadFlags) => downloadAll(jobIds, flags, context));

/** Job by job, file by file: if one fails, the others are still saved. */
async function downloadAll(
  jobIds: readonly JobId[],
  flags: DownloadFlags,
  { host, finish }: CommandContext,
): Promise<void> {
  const { json = false } = flags;
  const client = clientFor(flags, host);
  for (const jobId of jobIds) orUsageError(() => client.watch(jobId));
  checkAccess(flags, host);
  const view = downloadView(json, host);
  const troubles = pollTrouble(client, serviceUrl(flags, host), STATUS_TIMEOUT_MS).subscribe(lines =>
    view.trouble(lines),
  );
  let code: ExitCode = EXIT.completed;
  const reportFailure = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (host.interrupted.aborted || isKeyRefused(error) || error instanceof ProxyError) throw error;
      view.clear();
      reportError(error, host, json);
      code = EXIT.failed;
    }
  };
  try {
    for (const jobId of new Set(jobIds)) {
      await reportFailure(() => downloadJob(jobId, { client, flags, host, view, reportFailure }));
    }
  } catch (error) {
    view.clear();
    if (!host.interrupted.aborted) throw error;
    if (!json) host.stderr.write('Stopped. Run the same command again to resume.\n');
    code = EXIT.interrupted;
  } finally {
    troubles.unsubscribe();
  }
  finish(code);
}

interface Download {
  readonly client: TranslationClient;
  readonly flags: DownloadFlags;
  readonly host: Host;
  readonly view: DownloadView;
  /** Reports what fails, unless it ends the command. */
  readonly reportFailure: (work: () => Promise<void>) => Promise<void>;
}

async function downloadJob(jobId: JobId, download: Download): Promise<void> {
  const { client, flags, host, view, reportFailure } = download;
  const snapshot = await completedJob(jobId, client, host);
  const filesOf = ({ result }: CompletedSnapshot): readonly ResultFile[] =>
    resultFiles(jobId, result, flags.only ?? FILE_KINDS, flags.outputDir);
  const files = filesOf(snapshot);
  if (files.length === 0)
    throw new DownloadError(`Cannot download ${jobId}: the job has none of these files`);
  for (const { kind, url, path } of files) {
    await reportFailure(async () => {
      checkProxy(url, host);
      const bytes = await saveFile(url, path, {
        force: flags.force === true,
        signal: host.interrupted,
        onProgress: (received, total) => view.progress(path, received, total),
        delayMs: (failed, { message, retryAfterMs }) => {
          const delayMs = retryDelayMs(failed, retryAfterMs, host);
          view.waiting(message, delayMs);
          return delayMs;
        },
        freshUrl: async () =>
          filesOf(await completedJob(jobId, client, host)).find(file => file.kind === kind)?.url,
      });
      view.saved({ jobId, kind, path, bytes });
    });
  }
}

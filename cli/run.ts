import { Command, CommanderError } from 'commander';
import type { CommandContext } from './commands/command-context.js';
import { accountCommand } from './commands/account.js';
import { completionCommand } from './commands/completion.js';
import { deleteCommand } from './commands/delete.js';
import { downloadCommand } from './commands/download.js';
import { forgetCommand } from './commands/forget.js';
import { languagesCommand } from './commands/languages.js';
import { listCommand } from './commands/list.js';
import { mockBackendCommand } from './commands/mock.js';
import { translateCommand } from './commands/translate.js';
import { statusCommand, watchCommand } from './commands/watch.js';
import { updateCommand } from './commands/update.js';
import { workerCommand } from './commands/worker.js';
import { examplesText } from './commands/examples.js';
import { isKeyRefused } from './errors/is-key-refused.js';
import { reportError, wantsJson } from './errors/report-error.js';
import { usageAdvice } from './errors/usage-advice.js';
import { UsageError } from './errors/usage-error.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Host } from './host.js';
import { ProxyError } from './service/check-proxy.js';
import { CredentialsError } from './service/credentials-from.js';
import { hidePassword } from './text/hide-password.js';
import { wrapText } from './text/wrap-text.js';

const COMMANDS = [
  translateCommand,
  watchCommand,
  statusCommand,
  downloadCommand,
  listCommand,
  updateCommand,
  deleteCommand,
  languagesCommand,
  accountCommand,
  workerCommand,
  forgetCommand,
  mockBackendCommand,
  completionCommand,
];

const EXAMPLES = examplesText(
  ['translate https://example.com/talk.mp4 --languages French German', 'create two jobs and watch them'],
  ['watch JOB_ID --timeout 20m', 'watch a job started elsewhere'],
  ['mock --port 3000', 'try it without a key'],
);

const NOTES = [
  "HeyGen's key is read from the environment: HEYGEN_API_KEY or HEYGEN_ACCESS_TOKEN. Set HEYGEN_BASE_URL to use another server with HeyGen's API.",
  'Exit codes: 0 all completed, 1 a job failed, 2 wrong usage, 3 key missing or refused, 4 still running at the deadline, 130 Ctrl-C.',
  'Ctrl-C stops watching; it never stops a job.',
];

const helpText = (width: number): string =>
  `${EXAMPLES}\n\n${NOTES.map(note => wrapText(note, width)).join('\n')}`;

/** Removes a byte order mark and carriage returns, which words from a Windows text file may have. */
const fromAnyFile = (word: string): string => word.replace(/^\ufeff|\r+$/g, '');

/** Runs one command line. `words` are the arguments after the program's name. */
export async function run(words: readonly string[], host: Host): Promise<ExitCode> {
  const { stdout, stderr } = host;
  const args = words.map(fromAnyFile);
  const isJson = wantsJson(args);
  let code: ExitCode = EXIT.completed;
  const context: CommandContext = { host, args, finish: finished => (code = finished) };
  const program = new Command('heygen-rx')
    .description('Start video translation jobs and watch them.')
    .version(host.version, '-v, --version')
    .configureOutput({
      writeOut: text => stdout.write(text),
      // With --json, `reportError` prints it instead of Commander.
      writeErr: text => {
        if (!isJson) stderr.write(hidePassword(text));
      },
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
    })
    .addHelpText('after', ({ error }) => helpText((error ? stderr : stdout).columns ?? 100))
    .exitOverride();
  for (const make of COMMANDS) program.addCommand(make(context).copyInheritedSettings(program));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.completed;
      const advice = usageAdvice(error, args);
      if (isJson) reportError(new UsageError(inOneLine(error.message, advice)), host, true);
      // Commander has already printed its own message.
      else if (advice !== '') stderr.write(`${advice}\n`);
      return EXIT.usage;
    }
    reportError(error, host, isJson);
    if (error instanceof UsageError || error instanceof ProxyError) return EXIT.usage;
    return error instanceof CredentialsError || isKeyRefused(error) ? EXIT.auth : EXIT.failed;
  }
}

/** Commander's sentence, which has a line of its own for "Did you mean", and the advice. */
function inOneLine(message: string, advice: string): string {
  const sentence = message.replace(/^error: /, '').replaceAll('\n', ' ');
  return advice === '' ? sentence : `${sentence.replace(/\.$/, '')}. ${advice}`;
}

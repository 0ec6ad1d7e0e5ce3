import { Command, CommanderError } from 'commander';
import { isAuthenticationError } from '../lib/index.js';
import type { Context } from './commands/context.js';
import { CredentialsError } from './service/credentials.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { reasonOf } from './views/job-lines.js';
import { languagesCommand } from './commands/languages.js';
import { listCommand } from './commands/list.js';
import { mockBackendCommand } from './commands/mock.js';
import { translateCommand } from './commands/translate.js';
import { UsageError } from './usage-error.js';
import { statusCommand, watchCommand } from './commands/watch.js';
import type { World } from './world.js';

const COMMANDS = [
  translateCommand,
  watchCommand,
  statusCommand,
  listCommand,
  languagesCommand,
  mockBackendCommand,
];

const HELP = `
HeyGen's key comes from the environment: HEYGEN_API_KEY or HEYGEN_ACCESS_TOKEN. HEYGEN_BASE_URL leads to what speaks like HeyGen.
Exit codes: 0 all completed, 1 a job failed, 2 usage, 3 no key or a wrong one, 4 still running at the deadline, 130 Ctrl-C.
Ctrl-C stops watching, never a job.`;

const NO_KEY_HERE =
  'A key comes from HEYGEN_API_KEY or HEYGEN_ACCESS_TOKEN: an argument is there for all to see.';

/** Runs one command line. `words` are what stands behind the program's name. */
export async function run(words: readonly string[], world: World): Promise<ExitCode> {
  const { stdout, stderr } = world;
  let code: ExitCode = EXIT.completed;
  const context: Context = { world, words, end: ended => (code = ended) };
  const program = new Command('heygen-rx')
    .description('Starts video translation jobs and watches them.')
    .version(world.version)
    .configureOutput({
      writeOut: text => stdout.write(text),
      writeErr: text => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
    })
    .addHelpText('after', HELP)
    .exitOverride();
  for (const make of COMMANDS) program.addCommand(make(context).copyInheritedSettings(program));
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has already printed its own, help included.
    if (error instanceof CommanderError) {
      if (isKeyGiven(error, words)) stderr.write(`${NO_KEY_HERE}\n`);
      return error.exitCode === 0 ? EXIT.completed : EXIT.usage;
    }
    stderr.write(`${reasonOf(error)}\n`);
    if (error instanceof UsageError) return EXIT.usage;
    return error instanceof CredentialsError || isAuthenticationError(error) ? EXIT.auth : EXIT.failed;
  }
}

/** Whoever passes a key has not read that it comes from the environment. */
const isKeyGiven = ({ code }: CommanderError, words: readonly string[]): boolean =>
  code === 'commander.unknownOption' && words.some(word => /^--[\w-]*(key|token)\b/i.test(word));

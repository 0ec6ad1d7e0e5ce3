import type { CommanderError } from 'commander';

/** What to do about wrong usage, where Commander's own sentence does not say it; else empty. */
export function usageAdvice({ code, message }: CommanderError, args: readonly string[]): string {
  const isUnknownOption = code === 'commander.unknownOption';
  if (isUnknownOption && args.some(arg => /^--[\w-]*(key|token)\b/i.test(arg))) {
    return 'Set HEYGEN_API_KEY or HEYGEN_ACCESS_TOKEN instead: arguments are visible to other users of the machine.';
  }
  if (isUnknownOption && message.includes("'--base-url'")) {
    return 'This command works only with HeyGen: set HEYGEN_BASE_URL to use another server with its API.';
  }
  if (isUnknownOption && args[0]?.startsWith('-') === true) {
    return 'Options come after the command, as in `heygen-rx watch --json`.';
  }
  const list = LISTS.find(([flag]) => args.some(arg => arg === flag));
  if (list === undefined) return '';
  const [flag, others] = list;
  const hasTakenAll = code === 'commander.missingArgument' || message.includes(`option '${flag} `);
  return hasTakenAll && args.at(args.indexOf(flag) + 1)?.startsWith('-') !== true
    ? `${flag} takes every word up to the next option: put ${others} before it.`
    : '';
}

/** Options with a list, which also takes the arguments that follow it: `--languages French talk.mp4`. */
const LISTS = [
  ['--languages', 'the videos'],
  ['--only', 'the job ids'],
] as const;

import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { heygenRx } from '../support/command-line.js';

const scriptFor = async (shell: string): Promise<string> => {
  const run = heygenRx(['completion', shell]);
  expect([await run.exitCode, run.stderr()]).toEqual([0, '']);
  return run.stdout();
};

it.each([
  ['heygen-rx w', ['watch', 'worker']],
  ['heygen-rx translate --mo', ['--mode']],
  ['heygen-rx translate --mode s', ['speed']],
  ['heygen-rx translate --mode = s', ['speed']],
  ['heygen-rx translate --mode =', ['speed', 'precision']],
  // Names of files, or nothing: never another option.
  ['heygen-rx translate --title ', []],
  ['heygen-rx completion z', ['zsh']],
  ['heygen-rx watch --d', ['--durable', '--database-url']],
  ['heygen-rx nonsense x', []],
])('bash completes `%s`', async (line, expected) => {
  const words = line
    .split(' ')
    .map(word => `'${word}'`)
    .join(' ');
  const program = `${await scriptFor('bash')}
COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _heygen_rx; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', program], { encoding: 'utf8' });
  expect([stdout.split('\n').filter(word => word !== ''), stderr]).toEqual([expected, '']);
});

it('zsh gets commands, options and their values', async () => {
  const script = await scriptFor('zsh');
  expect(script).toMatch(/^#compdef heygen-rx\n/);
  expect(script).toContain("'watch:Watch jobs until they complete or fail.'");
  expect(script).toContain("'--mode[faster, or better lip sync]:value:(speed precision)'");
  expect(script).toContain("'--json[print one JSON object per line]'");
  expect(script).toContain('1:word:(bash zsh fish)');
  expect(script).toMatch(/'--base-url\[.* at http\\:\/\/127/);
});

it('fish gets commands, options and their values', async () => {
  const lines = (await scriptFor('fish')).split('\n');
  const of = (command: string) => `complete -c heygen-rx -n '__fish_seen_subcommand_from ${command}'`;
  expect(lines).toContain(
    "complete -c heygen-rx -n __fish_use_subcommand -f -a watch -d 'Watch jobs until they complete or fail.'",
  );
  expect(lines).toContain(
    `${of('translate')} -l mode -x -a 'speed precision' -d 'faster, or better lip sync'`,
  );
  expect(lines).toContain(`${of('list')} -l json -d 'print one JSON object per line'`);
  expect(lines).toContain(`${of('list')} -l limit -r -d 'the maximum number to list'`);
  expect(lines).toContain(`${of('completion')} -f -a zsh`);
});

it('refuses another shell', async () => {
  const run = heygenRx(['completion', 'tcsh']);
  expect(await run.exitCode).toBe(2);
  expect(run.stderr()).toContain('Allowed choices are bash, zsh, fish.');
});

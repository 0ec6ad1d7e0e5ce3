import { expect, it } from '@jest/globals';
import { heygenRx } from '../support/command-line.js';
import { serve } from '../support/serve.js';

const ended = async (...args: string[]) => {
  const run = heygenRx(args);
  return { exitCode: await run.exitCode, stdout: run.stdout(), stderr: run.stderr() };
};

it.each(['watch', 'status'])(
  '%s without an id follows the only job of a single-job server',
  async command => {
    const paths: string[] = [];
    const service = await serve((_, path) => {
      paths.push(path);
      return [200, { result: paths.length < 3 && command === 'watch' ? 'pending' : 'completed' }];
    });
    const { exitCode, stdout } = await ended(command, '--base-url', service.url);
    await service.close();
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^✔ the-job: completed/m)]);
    expect(new Set(paths)).toEqual(new Set(['/status']));
  },
);

it('continues without an id, too', async () => {
  const service = await serve(() => [200, { result: 'pending' }]);
  const { exitCode, stderr } = await ended('watch', '--timeout', '200ms', '--base-url', service.url);
  await service.close();
  expect([exitCode, stderr]).toEqual([
    4,
    expect.stringContaining(`heygen-rx watch --timeout 200ms --base-url ${service.url}\n`),
  ]);
});

it('requires an id on other servers', async () => {
  expect(await ended('watch')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(
      /^Missing required argument 'id'; it may be omitted only with the --base-url of a server that has just one job\n/,
    ),
  });
});

it('takes ids from a file of Windows', async () => {
  const paths: string[] = [];
  const service = await serve((_, path) => {
    paths.push(path);
    return [200, { result: 'completed' }];
  });
  const { exitCode, stdout } = await ended(
    'watch',
    '\ufeffjob-1\r',
    'job-1',
    '--base-url',
    `${service.url}\r`,
  );
  await service.close();
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^✔ job-1: completed/)]);
  expect(paths).toEqual(['/status/job-1']);
});

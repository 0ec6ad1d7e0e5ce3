import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CommanderError } from 'commander';
import { faultKinds } from '../../../mock-backend/faults/fault-kinds-schema.js';
import { mockCommand } from '../../../mock-backend/options/mock-command.js';
import type { StartOptions } from '../../../mock-backend/index.js';

const parse = async (...flags: string[]) => {
  let given: StartOptions | undefined;
  let printed = '';
  const command = mockCommand(options => void (given = options))
    .exitOverride()
    .configureOutput({ writeErr: text => (printed += text), writeOut: text => (printed += text) });
  try {
    await command.parseAsync(flags, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return { given, printed };
};

describe('npm run mock --', () => {
  it('starts with defaults', async () => {
    expect((await parse()).given).toEqual({ port: 3000, host: '127.0.0.1' });
  });

  it('has a flag for everything', async () => {
    const flags =
      '--port 0 --host ::1 --processing-ms 2000-8000 --queue-ms 1s --job-errors 0.1 --progress --create-ms 5-9 --bulk 405 --faults 0.05 --latency-ms 20-80 --outage 10s+5s --outage 1m+500ms --seed 7 --allow-host mock --allow-host box.test --max-body-bytes 5000 --implicit-job restarts --result-address --link-ttl-ms 2s --expired-link-status 410';
    const { given } = await parse(
      ...flags.split(' '),
      '--script',
      '[{"kind":"reset","on":"POST /job","when":"after"}]',
      '--fault-mix',
      '[{"kind":"stall"}]',
      '--heygen',
      '{"concurrency":3}',
    );
    expect(given).toEqual({
      port: 0,
      host: '::1',
      processingMs: [2000, 8000],
      queueMs: 1000,
      jobErrors: 0.1,
      progress: true,
      createMs: [5, 9],
      bulk: 405,
      faults: 0.05,
      latencyMs: [20, 80],
      outages: [
        { startsAfterMs: 10_000, lastsMs: 5000 },
        { startsAfterMs: 60_000, lastsMs: 500 },
      ],
      seed: 7,
      allowedHosts: ['mock', 'box.test'],
      maxBodyBytes: 5000,
      implicitJob: 'restarts',
      resultAddress: true,
      linkTtlMs: 2000,
      expiredLinkStatus: 410,
      script: [{ kind: 'reset', on: 'POST /job', when: 'after' }],
      faultMix: [{ kind: 'stall' }],
      heygen: { concurrency: 3 },
    });
  });

  it.each([
    [['--implicit-job'], 'with-first-request'],
    [['--implicit-job', 'with-backend'], 'with-backend'],
    [['--implicit-job', 'off'], false],
  ])('%j means %j', async (flags, implicitJob) => {
    expect((await parse(...flags)).given).toEqual({ port: 3000, host: '127.0.0.1', implicitJob });
  });

  it('--help lists every flag and what a duration is', async () => {
    const { printed } = await parse('--help');
    for (const word of [
      '--processing-ms',
      '--outage',
      '--seed',
      '--script',
      '--heygen',
      '--implicit-job',
      '--allow-host',
      '--link-ttl-ms',
      'lognormal(60s,0.5)',
      ...faultKinds,
    ]) {
      expect(printed).toContain(word);
    }
    expect(printed).toMatch(/^ {2}pass, delay, status, .*,\n {2}/m);
  });

  it('reads a JSON file of a Windows editor, with a byte order mark and its line ends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mock-command-'));
    const file = join(folder, 'script.json');
    writeFileSync(file, '\ufeff[\r\n{ "kind": "stall" }\r\n]\r\n');
    expect((await parse('--script', file)).given?.script).toEqual([{ kind: 'stall' }]);
    rmSync(folder, { recursive: true });
  });

  it.each([
    [
      ['--job-errors', '2'],
      "option '--job-errors <share>' argument '2' is invalid. It must be between 0 and 1.",
    ],
    [['--faults', 'some'], "argument 'some' is invalid. It must be a number."],
    [['--processing-ms', '8-2'], 'It must be a duration, for example 2000'],
    [['--outage', '10s'], 'It must be start+length, for example 10s+5s.'],
    [['--outage', '1s+2s+3s'], 'It must be start+length'],
    [['--port', '99999'], 'It must be a whole number between 0 and 65535.'],
    [['--host', ''], 'It must not be empty.'],
    [['--allow-host', 'http://mock'], 'It must be a host name without scheme and port, in small letters.'],
    [['--max-body-bytes', '0'], 'It must be at least 1.'],
    [['--implicit-job', 'never'], 'Allowed choices are with-backend, with-first-request, restarts, off.'],
    [['--link-ttl-ms', 'soon'], 'It must be a time, for example 2000, 2s or 1h.'],
    [['--expired-link-status', '404'], 'It must be 403 or 410.'],
    [['--seed', '1.5'], 'It must be a whole number.'],
    [['--bulk', '300'], 'It must be on, off, ignored, 400, 404, 405 or 501.'],
    [['--script', '[{"kind":"x"}]'], '`[0].kind` must be a fault of a known kind, got "x".'],
    [['--fault-mix', '[]'], 'It must hold at least one fault'],
    [['--script', '/nowhere.json'], 'It must be JSON or the name of a JSON file: ENOENT'],
    [['--heygen', '{"concurency":3}'], 'Unknown option `concurency`.'],
    [['--proces-ms', '5'], "unknown option '--proces-ms'"],
    [['3000'], 'too many arguments'],
  ])('%j is refused, saying which and why', async (flags, why) => {
    const { given, printed } = await parse(...flags);
    expect(given).toBeUndefined();
    expect(printed).toContain(why);
  });
});

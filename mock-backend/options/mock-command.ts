import { Command, Option } from 'commander';
import type { OutageWindow } from '../faults/outage-window.js';
import { heygenOptionsSchema } from '../heygen/account/heygen-options.js';
import type { ImplicitJobStart } from '../job-api/implicit-job.js';
import { seedSchema } from '../values/random.js';
import { shareSchema } from '../values/share.js';
import {
  addressFlag,
  bulkFlag,
  durationFlag,
  hostFlag,
  jsonFlag,
  msFlag,
  numberFlag,
  outageFlag,
  portFlag,
} from './flag-values.js';
import { mockHelp } from './mock-help.js';
import { mockBackendOptionsSchema } from './mock-backend-options-schema.js';
import type { StartOptions } from './start-options.js';

/** The flags of `npm run mock`, one for each option of the backend that is useful on a command line. */
export const mockCommand = (run: (options: StartOptions) => Promise<void> | void): Command =>
  new Command('mock')
    .description('Serve a mock backend with simulated jobs and, on request, faults.')
    .option('--port <port>', 'port to listen on; 0 picks a free one', portFlag, 3000)
    .option('--host <address>', 'address to listen on', addressFlag, '127.0.0.1')
    .option('--allow-host <name>', 'also serve the dashboard under this host name; may be repeated', hostFlag)
    .option(
      '--max-body-bytes <bytes>',
      'maximum size of a request body (default: 1048576)',
      numberFlag(maxBodyBytes),
    )
    .option(
      '--seed <number>',
      'repeat a run: the same seed gives the same jobs and faults',
      numberFlag(seedSchema),
    )
    .option('--log', 'print a line for each request')
    .optionsGroup('Jobs:')
    .option('--processing-ms <duration>', 'how long a job takes (default: 5s-15s)', durationFlag)
    .option('--queue-ms <duration>', 'how long a job waits before that', durationFlag)
    .option('--job-errors <share>', 'fraction of jobs that fail, 0 to 1', numberFlag(shareSchema))
    .option('--progress', 'report the progress of jobs')
    .option('--create-ms <duration>', 'how long a create takes to respond', durationFlag)
    .option('--bulk <response>', 'GET /status?job_ids=: on, off, ignored, or an HTTP error status', bulkFlag)
    .addOption(
      new Option('--implicit-job [start]', 'when the job of GET /status without an id starts')
        .choices(['with-backend', 'with-first-request', 'restarts', 'off'])
        .preset('with-first-request'),
    )
    .option('--result-address', 'report a video URL for completed jobs')
    .option('--link-ttl-ms <time>', 'how long a video URL is valid (default: 1h)', msFlag)
    .option(
      '--expired-link-status <status>',
      'status of an expired video URL: 403 or 410',
      numberFlag(expiredLink),
    )
    .option('--keep-in <file>', 'file to keep jobs in, so that they survive a restart')
    .optionsGroup('Faults:')
    .option(
      '--faults <share>',
      'fraction of requests that get a random fault, 0 to 1',
      numberFlag(shareSchema),
    )
    .option('--fault-mix <faults>', 'random faults to choose from: JSON, or a JSON file', faultMix)
    .option('--script <faults>', 'faults to apply one after the other: JSON, or a JSON file', faults)
    .option('--latency-ms <duration>', 'delay added to every request', durationFlag)
    .option(
      '--outage <start+length>',
      'fail every request in this period, such as 10s+5s; may be repeated',
      outageFlag,
    )
    .optionsGroup('HeyGen (v3):')
    .option(
      '--heygen <options>',
      'options of the HeyGen API, such as webhooks: JSON, or a JSON file',
      jsonFlag(heygenOptionsSchema),
    )
    .addHelpText('after', mockHelp)
    .showHelpAfterError('(--help lists all flags)')
    .allowExcessArguments(false)
    .action((flags: Flags) => run(optionsOf(flags)));

type Flags = Omit<StartOptions, 'outages' | 'allowedHosts' | 'implicitJob' | 'log'> & {
  readonly outage?: readonly OutageWindow[];
  readonly allowHost?: readonly string[];
  readonly implicitJob?: Exclude<ImplicitJobStart, false> | 'off';
  readonly log?: boolean;
};

const optionsOf = ({
  outage: outages,
  allowHost: allowedHosts,
  implicitJob,
  log,
  ...options
}: Flags): StartOptions => ({
  ...options,
  outages,
  allowedHosts,
  implicitJob: implicitJob === 'off' ? false : implicitJob,
  log: log === true ? (line: string) => console.log(line) : undefined,
});

const { shape } = mockBackendOptionsSchema;
const expiredLink = shape.expiredLinkStatus.unwrap();
const faults = jsonFlag(shape.script.unwrap());
const faultMix = jsonFlag(shape.faultMix.unwrap());
const maxBodyBytes = shape.maxBodyBytes.unwrap();

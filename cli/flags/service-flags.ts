import type { Command } from 'commander';

/** The service to use, and how to print. */
export interface ServiceFlags {
  readonly baseUrl?: string;
  readonly json?: boolean;
}

/** Adds `--base-url` and `--json`. */
export const withServiceFlags = (command: Command): Command =>
  withJsonFlag(command).option(
    '--base-url <url>',
    'use the job API at this URL instead of HeyGen, such as a mock backend at http://127.0.0.1:3000',
  );

/** Adds `--json`. */
export const withJsonFlag = (command: Command): Command =>
  command.option('--json', 'print one JSON object per line');

/** The arguments that make another command use the same service. */
export const serviceArgs = ({ baseUrl, json }: ServiceFlags): readonly string[] => [
  ...(baseUrl === undefined ? [] : ['--base-url', baseUrl]),
  ...(json === true ? ['--json'] : []),
];

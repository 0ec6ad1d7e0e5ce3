import { expect, it } from '@jest/globals';
import { checkProxy } from '../../../cli/service/check-proxy.js';
import { heygenRx } from '../support/command-line.js';

const HEYGEN = 'https://api.heygen.com';
const check =
  (address: string, env: Record<string, string>, nodeVersion = '20.19.0') =>
  () =>
    checkProxy(address, { env, nodeVersion });

it.each<[string, Record<string, string>, RegExp]>([
  [HEYGEN, { HTTPS_PROXY: 'http://p:1' }, /through the proxy in HTTPS_PROXY: Node 20\.19\.0 cannot/],
  [HEYGEN, { https_proxy: 'http://p:1' }, /in https_proxy: /],
  ['http://a:3000', { HTTP_PROXY: 'http://p:1' }, /^Cannot reach a:3000 .* or add a to NO_PROXY to connect/],
  ['http://a:3000', { http_proxy: 'http://p:1', NO_PROXY: 'b,a:80,xa' }, /in http_proxy/],
  [HEYGEN, { HTTPS_PROXY: 'http://p:1', NODE_USE_ENV_PROXY: '1' }, /Node 20\.19\.0 cannot use a proxy/],
])('%s with %j is refused', (address, env, sentence) => {
  expect(check(address, env)).toThrow(sentence);
});

it.each<[string, Record<string, string>]>([
  [HEYGEN, {}],
  [HEYGEN, { HTTPS_PROXY: '' }],
  [HEYGEN, { HTTP_PROXY: 'http://p:1' }],
  ['http://a', { HTTPS_PROXY: 'http://p:1' }],
  [HEYGEN, { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }],
  [HEYGEN, { HTTPS_PROXY: 'http://p:1', no_proxy: 'localhost, heygen.com' }],
  [HEYGEN, { HTTPS_PROXY: 'http://p:1', NO_PROXY: '.heygen.com' }],
  [HEYGEN, { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*.HEYGEN.com:443' }],
  ['http://127.0.0.1:3000', { HTTP_PROXY: 'http://p:1', NO_PROXY: '127.0.0.1' }],
  ['http://[::1]:3000', { HTTP_PROXY: 'http://p:1', NO_PROXY: '::1' }],
  ['http://[::1]:3000', { HTTP_PROXY: 'http://p:1', NO_PROXY: '[::1]:3000' }],
])('%s with %j is reached directly', (address, env) => {
  expect(check(address, env)).not.toThrow();
});

it.each([
  ['24.0.0', { NODE_USE_ENV_PROXY: '1' }, undefined],
  ['22.21.0', { NODE_OPTIONS: '--use-env-proxy' }, undefined],
  ['24.1.0', {}, /set NODE_USE_ENV_PROXY=1 to use the proxy, or add/],
  ['22.20.0', { NODE_USE_ENV_PROXY: '1' }, /Node 22\.20\.0 cannot/],
])('on Node %s with %j', (nodeVersion, env, sentence) => {
  const checked = expect(check(HEYGEN, { HTTPS_PROXY: 'http://p:1', ...env }, nodeVersion));
  if (sentence === undefined) checked.not.toThrow();
  else checked.toThrow(sentence);
});

it.each([
  [['watch', 'a', '--base-url', 'http://127.0.0.1:1'], { HTTP_PROXY: 'http://p:1' }],
  [['translate', 'https://a/v.mp4', '--languages', 'French'], { HTTPS_PROXY: 'http://p:1' }],
  [['list'], { https_proxy: 'http://p:1' }],
  [['languages'], { HTTPS_PROXY: 'http://p:1' }],
])('%j sends nothing past a proxy, and exits with 2', async (args, env) => {
  const run = heygenRx(args, { env: { HEYGEN_API_KEY: 'k', ...env } });
  expect(await run.exitCode).toBe(2);
  expect(run.stderr()).toMatch(/^Cannot reach \S+ through the proxy in \S+: .*\n$/);
});

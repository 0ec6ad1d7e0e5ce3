// URLs that do not respond, or to which nothing may be sent.
import { spawn } from 'node:child_process';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { selfSigned } from '../../helpers/self-signed.js';
import type { RawFault } from './faults.js';
import { http, RawServer, type Serve } from './raw-server.js';

export interface OddUrl {
  readonly fault: RawFault;
  readonly baseUrl: string;
  close(): void;
}

const nobody = (): undefined => undefined;

/** Close them all after use. */
export async function oddUrls(): Promise<readonly OddUrl[]> {
  return [
    await refused(),
    await stopped(),
    await staleKeepAlive(),
    await badCertificate(),
    odd('blocked-port', 'neutral', 'http://127.0.0.1:9'),
    odd('no-such-host', 'failure', 'https://no-such-host.invalid'),
  ];
}

function odd(
  name: string,
  outcome: NonNullable<RawFault['outcome']>,
  baseUrl: string,
  close = (): void => undefined,
): OddUrl {
  return { fault: { name, outcome, serve: nobody }, baseUrl, close };
}

/** A port that was just given back. */
async function refused(): Promise<OddUrl> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return odd('refused', 'failure', `http://127.0.0.1:${port}`);
}

/** A server that the system has stopped: connections are made, and nothing comes over them. */
async function stopped(): Promise<OddUrl> {
  const program = `require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>(resolve =>
    child.stdout.once('data', data => resolve(String(data).trim())),
  );
  child.kill('SIGSTOP');
  const { fault, ...rest } = odd('stopped-server', 'failure', `http://127.0.0.1:${port}`, () =>
    child.kill('SIGKILL'),
  );
  return { ...rest, fault: { ...fault, isSlow: true } };
}

/** The first request of a connection goes well; the next one meets a reset. */
async function staleKeepAlive(): Promise<OddUrl> {
  const name = 'stale-keep-alive';
  const serve: Serve = (socket, { nth, goodBody }) => {
    if (nth > 0) socket.resetAndDestroy();
    else socket.write(http(200, goodBody, { connection: 'keep-alive' }));
  };
  const server = new RawServer(new Map([[name, serve]]));
  const address = await server.start();
  return {
    fault: { name, serve, result: 'either' },
    baseUrl: `${address}/${name}`,
    close: () => void server.stop(),
  };
}

async function badCertificate(): Promise<OddUrl> {
  const server = createTlsServer(selfSigned(), (_, response) => response.end('{}'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return odd('bad-certificate', 'neutral', `https://localhost:${port}`, () => {
    server.closeAllConnections();
    server.close();
  });
}

import type { RawFault } from './faults.js';
import { oddUrls } from './odd-urls.js';
import { RawServer } from './raw-server.js';
import { CALLS, tryFault, type RawCall } from './try-fault.js';

export interface RawResult {
  readonly tried: number;
  readonly complaints: readonly string[];
}

/** Calls under way at once. */
const AT_ONCE = 24;

/** Tries each fault with each call. @param withUrls Also URLs that do not respond. */
export async function runFaults(faults: readonly RawFault[], withUrls: boolean): Promise<RawResult> {
  const server = new RawServer(new Map(faults.map(({ name, serve }) => [name, serve])));
  const address = await server.start();
  const odd = withUrls ? await oddUrls() : [];
  const all = [
    ...faults.map(fault => ({ fault, baseUrl: `${address}/${fault.name}` })),
    ...odd.map(({ fault, baseUrl }) => ({ fault, baseUrl })),
  ].flatMap(one => CALLS.map((call: RawCall) => ({ ...one, call })));
  const complaints: string[] = [];
  const left = [...all];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const complaint = await tryFault(next.fault, next.call, next.baseUrl);
      if (complaint !== undefined) complaints.push(complaint);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await server.stop();
  for (const one of odd) one.close();
  return { tried: all.length, complaints };
}

import type { ServeTable } from './fault-call.js';

/** Faults of the connection: it breaks, stalls, or sends bytes that are not HTTP. */
export const connectionFaults: ServeTable<
  | 'reset'
  | 'end'
  | 'stall'
  | 'reset-body'
  | 'end-body'
  | 'stall-body'
  | 'garbage'
  | 'two-lengths'
  | 'informational'
  | 'switching'
> = {
  reset: (_fault, { wire }) => wire.breakOff('reset'),
  end: (_fault, { wire }) => wire.breakOff('end'),
  stall: (_fault, { wire }) => wire.breakOff('stall'),
  'reset-body': async (_fault, { wire, next }) => wire.breakMidway(await next(), 'reset'),
  'end-body': async (_fault, { wire, next }) => wire.breakMidway(await next(), 'end'),
  'stall-body': async (_fault, { wire, next }) => wire.breakMidway(await next(), 'stall'),

  garbage: (_fault, { wire }) => wire.raw('BLARGH 9 what is this\r\n\r\n'),
  'two-lengths': (_fault, { wire }) =>
    wire.raw(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}',
    ),
  informational: async ({ status }, { wire, next }) => wire.inform(status, await next()),
  switching: (_fault, { wire }) =>
    wire.raw('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: dinner\r\n\r\n'),
};

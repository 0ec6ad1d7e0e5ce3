import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Break, Wire } from './wire.js';

/**
 * Long enough for the client to read the head: a reset may discard what is still unread in its buffer. A client in this
 * process reads between the timer and the immediate, however busy the process is.
 */
const headFirstMs = 25;

/** Faults on a real connection. */
export const socketWire = (incoming: IncomingMessage, outgoing: ServerResponse): Wire => {
  const { socket } = incoming;

  const breakNow: Record<Break, () => void> = {
    reset: () => socket.resetAndDestroy(),
    end: () => socket.destroy(),
    stall: () => undefined,
  };

  return {
    breakOff: how => {
      breakNow[how]();
      return alreadySent();
    },

    breakMidway: async (response, how) => {
      const body = Buffer.from(await response.arrayBuffer());
      const headers = Object.fromEntries(response.headers);
      outgoing.writeHead(response.status, { ...headers, 'content-length': body.byteLength });
      outgoing.write(body.subarray(0, Math.ceil(body.byteLength / 2)), () =>
        setTimeout(() => setImmediate(breakNow[how]), headFirstMs),
      );
      return alreadySent();
    },

    odd: (status, headers, body) => {
      outgoing.writeHead(status, headers).end(body);
      return alreadySent();
    },

    inform: (status, response) => {
      if (status === 100) outgoing.writeContinue();
      else if (status === 102) outgoing.writeProcessing();
      else outgoing.writeEarlyHints({ link: '</>; rel=preconnect' });
      return Promise.resolve(response);
    },

    raw: bytes => {
      socket.end(bytes, 'latin1');
      return alreadySent();
    },
  };
};

/**
 * Makes node-server leave the connection alone. Reading the body turns the marker into a plain Response: if another
 * server installed its own Response class before this one was loaded, it is a lightweight one, which would be sent.
 */
const alreadySent = (): Promise<Response> => {
  if (RESPONSE_ALREADY_SENT.body !== null) throw new Error('The mark of a response already sent has a body');
  return Promise.resolve(RESPONSE_ALREADY_SENT);
};

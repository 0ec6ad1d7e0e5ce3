import type { Fault, FaultKind } from '../fault-kinds.js';
import { responseFaults } from './response-faults.js';
import { bodyFaults } from './body-faults.js';
import { connectionFaults } from './connection-faults.js';
import type { FaultCall, Serve, ServeTable } from './fault-call.js';
import { jobFaults } from './job-faults.js';
import { reportFaults } from './report-faults.js';

/** Serves a fault of any kind instead of the response, before or after the request is carried out. */
export const serveFault = async (fault: Fault, call: FaultCall): Promise<Response> => {
  const serve = table[fault.kind] as Serve<FaultKind>;
  if (fault.when !== 'after') return serve(fault, call);
  const response = await call.next();
  return serve(fault, { ...call, next: () => Promise.resolve(response) });
};

const table: ServeTable<FaultKind> = {
  ...responseFaults,
  ...connectionFaults,
  ...bodyFaults,
  ...reportFaults,
  ...jobFaults,
};

/** The heap in use after garbage collection, in bytes: needs `node --expose-gc`. */
export function heapUsed(): number {
  for (let times = 0; times < 4; times++) globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

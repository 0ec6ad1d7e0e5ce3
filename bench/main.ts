import { benchBatchRequests } from './batch-requests/bench-batch-requests.js';
import { benchBatchUpdates } from './batch-updates/bench-batch-updates.js';
import { benchCostOfAPoll } from './cost-of-a-poll/bench-cost-of-a-poll.js';
import { benchDurable } from './durable/bench-durable.js';
import { benchMockBackend } from './mock-backend/bench-mock-backend.js';
import { benchOverHttp } from './over-http/bench-over-http.js';
import { benchSchedules } from './schedules/bench-schedules.js';
import { benchSize } from './size/bench-size.js';

/** The parts by name: `npm run bench` runs all of them, `npm run bench -- schedules` only those named. */
const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  schedules: benchSchedules,
  'batch-requests': benchBatchRequests,
  'cost-of-a-poll': benchCostOfAPoll,
  'over-http': benchOverHttp,
  'batch-updates': benchBatchUpdates,
  'mock-backend': benchMockBackend,
  durable: benchDurable,
  size: benchSize,
};

const named = process.argv.slice(2);
const unknown = named.find(name => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  console.error(`Unknown part '${unknown}': must be one of ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
for (const [name, run] of Object.entries(PARTS)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const startedAt = performance.now();
  await run();
  console.log(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

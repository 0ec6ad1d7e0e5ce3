// `npm run durable:million`, from this folder's parent: a million open watches, each polled every four minutes. Takes about five minutes and 2 GB of disk.
import { measurementProcess } from '../report/measurement-process.js';
import { lateness } from './bench-durable.js';
import type { WorkerResult } from './messages.js';

const measure = await measurementProcess<WorkerResult>('durable/worker.ts');
const { result, bytes } = await lateness(task => measure(task), 1_000_000, 240_000);
console.table({
  'polls per second': Math.round(result.polls / result.seconds),
  'ids per request': Math.round(result.polls / result.requests),
  'late, median, ms': Math.round(result.lateP50),
  'late, p99, ms': Math.round(result.lateP99),
  'bytes of table and index, MB': Math.round(bytes),
});

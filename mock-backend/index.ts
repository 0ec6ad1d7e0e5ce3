export { createMockBackend, type MockBackend } from './app.js';
export { startMockBackend, type RunningMockBackend, type StartOptions } from './server.js';
export type { MockBackendOptions } from './options.js';
export type { Duration } from './duration.js';
export type { Fault, FaultKind, OutageWindow } from './fault.js';
export type { Faults } from './faults.js';
export type { Job, JobStatus, JobStore, NewJob, Outcome } from './job-store.js';
export type { RequestEntry, Stats } from './stats.js';

/**
 * A backend for tests and demos, with faults on request. For Node.
 *
 * @module heygen-rx/mock-backend
 */

export { createMockBackend } from './app.js';
export type { MockBackend } from './mock-backend.js';
export { startMockBackend, type RunningMockBackend } from './server.js';
export type { StartOptions } from './options/start-options.js';
export type { BulkAnswer } from './job-api/bulk-answer.js';
export type { ImplicitJobStart } from './job-api/implicit-job.js';
export type { Dashboard, MockBackendOptions } from './options/mock-backend-options.js';
export type { Duration } from './values/duration.js';
export type { Fault, FaultKind } from './faults/fault-kinds.js';
export type { OutageWindow } from './faults/outage-window.js';
export type { Faults } from './faults/faults.js';
export type { Job, JobStatus, NewJob, Outcome } from './jobs/job.js';
export type { JobStore } from './jobs/job-store.js';
export type { RequestEntry, Stats } from './gate/stats.js';
export type { HeygenOptions } from './heygen/account/heygen-options.js';
export type { WebhookOptions } from './webhooks/webhook-options.js';
export type { WebhookDelivery } from './webhooks/webhook-sender.js';
export type { Webhooks } from './webhooks/webhooks.js';
export { webhookHeaders, type WebhookHeadersOptions } from './webhooks/webhook-headers.js';
export { dashboard } from './control/dashboard.js';

import { expect, it } from '@jest/globals';
import { isShown, type Show } from '../../../../mock-backend/dashboard/batches/show.js';
import type { TrackStatus } from '../../../../mock-backend/dashboard/jobs/job-track.js';

const statuses: readonly TrackStatus[] = ['pending', 'running', 'completed', 'error', 'lost'];

it.each<[Show, readonly TrackStatus[]]>([
  ['all', statuses],
  ['open', ['pending', 'running']],
  ['failed', ['error', 'lost']],
])('%s', (show, shown) => {
  expect(statuses.filter(status => isShown(status, show))).toEqual(shown);
});

import type { NewJob } from '../jobs/job.js';

/**
 * A client chooses the outcome of a job by the URL of its video, because the strict body has no field for it:
 *
 * - `?mock=silent`: no speech; fails after 30 s, the time that HeyGen takes to notice
 * - `?mock=missing`: cannot be downloaded; fails at once
 * - `?mock=refused`: the create itself is refused with 400 `download_failed`
 * - `?mock=failed`: fails after its processing time
 * - `?mock=completed`: succeeds, whatever the fraction of failing jobs
 * - `?mock=stuck`: never ends
 * - `mock_ms=1500`: this processing time, alone or with one of the above
 */
export const conventionOf = (url: string | undefined): NewJob | 'refused' => {
  if (url === undefined || !URL.canParse(url)) return {};
  const { searchParams } = new URL(url);
  const word = searchParams.get('mock');
  if (word === 'refused') return 'refused';
  const processingMs = Number(searchParams.get('mock_ms') ?? NaN);
  return { ...(processingMs >= 0 && { processingMs }), ...conventions.get(word ?? '') };
};

const conventions: ReadonlyMap<string, NewJob> = new Map<string, NewJob>([
  ['silent', { outcome: 'error', processingMs: 30_000, failure: 'No speech was detected in the audio.' }],
  [
    'missing',
    { outcome: 'error', queueMs: 0, processingMs: 0, failure: 'The video could not be downloaded.' },
  ],
  ['failed', { outcome: 'error' }],
  ['completed', { outcome: 'completed' }],
  ['stuck', { outcome: 'stuck' }],
]);

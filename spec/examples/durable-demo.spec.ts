import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { completedSnapshot } from 'heygen-rx/testing';
import { DurableWorker, durableClient, memoryEngine } from 'heygen-rx/durable';
import { jobApi } from 'heygen-rx';
import { startMockBackend } from 'heygen-rx/mock-backend';
import { followJobs } from '../../examples/durable-demo/follow-jobs.js';
import { summaryOf, summaryText } from '../../examples/durable-demo/summary.js';

describe('the summary of the durable demo', () => {
  const at = 10_000;
  const progress = {
    created: 2,
    settled: 2,
    lost: 0,
    repeated: 0,
    snapshots: [
      completedSnapshot({ jobId: 'a', at: at + 300 }),
      completedSnapshot({ jobId: 'b', at: at + 700 }),
    ],
  };
  const request = (requestAt: number, method: string, target: string) => ({ at: requestAt, method, target });
  const backend = {
    jobs: { created: 2, get: () => ({ endsAt: at }) },
    stats: {
      total: 4,
      log: [
        request(0, 'POST', '/job'),
        request(500, 'POST', '/job'),
        request(1400, 'GET', '/status?job_ids=a%2Cb'),
        request(1499, 'GET', '/status?job_ids=a%2Cb'),
      ],
    },
  } as unknown as Parameters<typeof summaryOf>[0]['backend'];
  const observations = { jobs: 2, progress, backend, maxRequestsPerSecond: 5 };

  it('counts jobs, requests and lateness', () => {
    expect(summaryOf(observations)).toEqual({
      keys: 2,
      created: 2,
      settled: 2,
      lost: 0,
      doubled: 0,
      requests: 4,
      worstSecond: 3,
      maxRequestsPerSecond: 5,
      jobsPerRequest: 2,
      latenessMs: { half: 300, most: 700, all: 700 },
    });
  });

  it('says so when a job was created or settled twice', () => {
    const twice = summaryOf({
      ...observations,
      jobs: 1,
      progress: { ...progress, repeated: 1 },
    });
    expect(twice.doubled).toBe(2);
    expect(summaryText(twice)).toContain('doubled          2\n');
    expect(summaryText(summaryOf(observations))).toContain(
      'worst second     3 requests at the server, of at most 5',
    );
  });
});

it('the durable demo follows each job to its end, once', async () => {
  const backend = await startMockBackend({ processingMs: [20, 200], seed: 7, recordRequests: true });
  const engine = memoryEngine();
  const polling = { initialIntervalMs: 50, maxIntervalMs: 100 };
  const worker = new DurableWorker({ engine, transport: jobApi({ baseUrl: backend.url }), polling }).start();
  const progress = await lastValueFrom(followJobs(durableClient({ engine }), 20));
  await worker.stop();
  const { snapshots, ...counts } = progress;
  expect([counts, snapshots.length]).toEqual([{ created: 20, settled: 20, lost: 0, repeated: 0 }, 20]);
  expect(summaryOf({ jobs: 20, progress, backend: backend.app, maxRequestsPerSecond: 50 })).toMatchObject({
    created: 20,
    doubled: 0,
  });
  await backend.close();
});

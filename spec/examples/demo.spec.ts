import { describe, expect, it } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import type { ClientEvent } from 'heygen-rx';
import { batchSnapshot, completedSnapshot, failedSnapshot } from 'heygen-rx/testing';
import { runDemo } from '../../examples/demo/run-demo.js';
import { linesScreen, type Screen } from '../../examples/demo/screen.js';
import { summaryOf, summaryText } from '../../examples/demo/summary.js';

const never = new AbortController().signal;

const watched = () => {
  const lines: string[] = [];
  const seen: number[] = [];
  let isClosed = false;
  const screen: Screen = {
    ...linesScreen(line => lines.push(stripVTControlCharacters(line))),
    show: batch => seen.push(batch.done),
    close: () => (isClosed = true),
  };
  return { lines, seen, openScreen: () => screen, isClosed: () => isClosed };
};

/** Its durations are real: only a slow demo lets a slow machine poll often enough during the outage. */
async function demoFor(paces: readonly number[]) {
  for (const pace of paces) {
    const run = watched();
    const summary = await runDemo({ openScreen: run.openScreen, signal: never, pace });
    if (summary!.openings > 0) return { ...run, summary };
  }
  throw new Error('The circuit never opened');
}

describe('the demo', () => {
  it('opens and closes the circuit, loses nothing, and prints a summary', async () => {
    const { lines, seen, isClosed, summary } = await demoFor([0.25, 1, 4]);

    expect(summary).toMatchObject({
      jobs: 12,
      jobsAtServer: 12,
      completed: 10,
      failed: 2,
      lost: 0,
      circuit: 'closed',
    });
    expect(summary!.openings).toBe(lines.filter(line => line.includes('circuit open')).length);
    expect(lines.findIndex(line => line.includes('circuit closed'))).toBeGreaterThan(
      lines.findIndex(line => line.includes('circuit open')),
    );
    expect(namesIn(lines, '+ created')).toHaveLength(12);
    expect(namesIn(lines, '✔ completed')).toHaveLength(10);
    expect(namesIn(lines, '✖ failed')).toHaveLength(2);
    expect(summary!.failedRequests).toBeGreaterThanOrEqual(4);
    expect(summary!.requests).toBeGreaterThan(12 + summary!.failedRequests);
    // Twelve jobs polled one by one, each at least twice, would need more: polls share requests.
    expect(summary!.requests).toBeLessThan(12 + 12 * 4);
    expect(summary!.noticedAfterMs).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(12);
    expect(isClosed()).toBe(true);
  });

  it('stops at once when aborted, and prints nothing more', async () => {
    const { openScreen, isClosed, lines } = watched();
    const stop = new AbortController();
    const run = runDemo({ openScreen, signal: stop.signal, pace: 0.15 });
    setTimeout(() => stop.abort(), 100);
    expect(await run).toBeUndefined();
    expect(isClosed()).toBe(true);
    const printedSoFar = lines.length;
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(lines).toHaveLength(printedSoFar);
  });

  it('stops when aborted before it starts', async () => {
    const { openScreen, isClosed } = watched();
    expect(await runDemo({ openScreen, signal: AbortSignal.abort(), pace: 0.15 })).toBeUndefined();
    expect(isClosed()).toBe(true);
  });
});

describe('the summary', () => {
  const at = 10_000;
  const batch = batchSnapshot({
    a: completedSnapshot({ jobId: 'a', at: at + 300 }),
    b: failedSnapshot({ jobId: 'b', at: at + 700 }),
  });
  const events = [
    { type: 'RETRY_ATTEMPTED' },
    { type: 'RETRY_ATTEMPTED' },
    { type: 'CIRCUIT_BREAKER_OPENED' },
  ] as ClientEvent[];
  const job = { endsAt: at };
  const observations = {
    batch,
    events,
    jobs: { created: 2, get: () => job },
    stats: { total: 9, faults: { reset: 1, status: 3 } },
    circuit: 'closed',
  } as unknown as Parameters<typeof summaryOf>[0];

  it('counts, and averages the times to notice', () => {
    expect(summaryOf(observations)).toEqual({
      jobs: 2,
      jobsAtServer: 2,
      completed: 1,
      failed: 1,
      lost: 0,
      requests: 9,
      failedRequests: 4,
      retries: 2,
      openings: 1,
      circuit: 'closed',
      noticedAfterMs: 500,
    });
  });

  it('says so when a job was created twice', () => {
    expect(summaryText(summaryOf(observations))).toContain('2, and 2 at the server: none created twice');
    expect(summaryText({ ...summaryOf(observations), jobsAtServer: 3 })).toContain(
      '2, and 3 at the server: 1 created twice',
    );
    expect(summaryText(summaryOf(observations))).toContain('time to notice  0.5 s');
  });
});

/** The names in all lines about one event type. */
const namesIn = (lines: readonly string[], what: string): readonly string[] =>
  lines.flatMap(line => line.split(`  ${what} `)[1]?.split(', ') ?? []);

import { bufferTime, defer, fromEvent, lastValueFrom, of, takeUntil, takeWhile, tap } from 'rxjs';
import { TranslationClient, type ClientEvent, type JobId } from 'heygen-rx';
import { startMockBackend, type RunningMockBackend } from 'heygen-rx/mock-backend';
import { linesAbout } from './lines-about.js';
import type { Screen } from './screen.js';
import { seededRandom } from './seeded-random.js';
import { summaryOf, type Summary } from './summary.js';

const LANGUAGES = [
  ...['Spanish', 'French', 'German', 'Hindi', 'Italian', 'Japanese'],
  ...['Korean', 'Polish', 'Portuguese', 'Swedish', 'Turkish', 'Ukrainian'],
];

interface Conditions {
  /** Runs with the same seed are similar; a real clock and a real network keep them from being equal. */
  readonly seed: number;
  /** Multiplies every duration: 1 is a run of about 11 s. */
  readonly pace: number;
}

export interface DemoOptions extends Partial<Conditions> {
  readonly openScreen: (names: readonly string[]) => Screen;
  /** When aborted, everything stops at once and there is no summary. */
  readonly signal: AbortSignal;
}

/** Translates a video into a dozen languages, with a backend that often fails. */
export async function runDemo(options: DemoOptions): Promise<Summary | undefined> {
  const { openScreen, signal, seed = 189, pace = 1 } = options;
  const backend = await startFailingBackend({ seed, pace });
  const client = clientFor(backend.url, { seed, pace });
  const screen = openScreen(LANGUAGES);
  const startedAt = Date.now();
  screen.print(0, 'A dozen translations. A tenth of all requests fail, and all of them from 3.5 s to 6.0 s.');

  const nameOf = (jobId: JobId) => String(backend.app.jobs.get(jobId)?.request.language);
  const stop$ = defer(() => (signal.aborted ? of(undefined) : fromEvent(signal, 'abort')));
  const events: ClientEvent[] = [];
  const events$ = client.event$.pipe(
    takeWhile(event => event.type !== 'BATCH_OPERATION' || event.phase === 'started', true),
    tap(event => events.push(event)),
    bufferTime(100 * pace),
    takeUntil(stop$),
  );
  events$.subscribe(group => {
    for (const line of linesAbout(group, nameOf)) screen.print((group[0]!.at - startedAt) / 1000, line);
  });

  try {
    const video = 'https://example.com/talk.mp4';
    const batch$ = client.translateBatch(LANGUAGES.map(outputLanguage => ({ video, outputLanguage }))).pipe(
      tap(batch => screen.show(batch, nameOf)),
      takeUntil(stop$),
    );
    const batch = await lastValueFrom(batch$, { defaultValue: undefined });
    if (batch === undefined || signal.aborted) return undefined;
    const { jobs, stats } = backend.app;
    return summaryOf({ batch, events, jobs, stats, circuit: client.circuitBreaker.state });
  } finally {
    screen.close();
    await backend.close();
  }
}

function startFailingBackend({ seed, pace }: Conditions): Promise<RunningMockBackend> {
  return startMockBackend({
    seed,
    progress: true,
    processingMs: [1500 * pace, 10_000 * pace],
    jobErrors: 0.15,
    latencyMs: [20 * pace, 80 * pace],
    faults: 0.1,
    // The response to one create is lost: it is sent again with the same key, which returns the existing job instead of a second one.
    script: [{ kind: 'reset', on: 'POST /job', when: 'after' }],
    outages: [{ startsAfterMs: 3500 * pace, lastsMs: 2500 * pace }],
  });
}

function clientFor(baseUrl: string, { seed, pace }: Conditions): TranslationClient {
  return new TranslationClient({
    baseUrl,
    random: seededRandom(seed),
    polling: { initialIntervalMs: 300 * pace, maxIntervalMs: 900 * pace, timeoutMs: 60_000 },
    retry: { initialDelayMs: 150 * pace, maxDelayMs: 600 * pace },
    // At least one job is open during the outage of 2.5 s: a poll after at most 0.9 s, and its retries after 0.15 s and 0.3 s, are three
    // failures in a row and open the circuit. Then one request per second tests the backend, until one succeeds and closes the circuit.
    circuitBreaker: { failureThreshold: 3, resetTimeoutMs: 1000 * pace, growth: 1, spreadMs: 300 * pace },
  });
}

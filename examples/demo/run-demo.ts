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
  /** Two runs with the same seed are alike, as far as a real clock and a real network allow. */
  readonly seed: number;
  /** Every duration is multiplied by this: 1 is a run of about 11 s. */
  readonly pace: number;
}

export interface DemoOptions extends Partial<Conditions> {
  readonly openScreen: (names: readonly string[]) => Screen;
  /** Aborted: everything stops at once, and there is no summary. */
  readonly signal: AbortSignal;
}

/** Translates a video into a dozen languages, by way of a backend in bad health. */
export async function runDemo(options: DemoOptions): Promise<Summary | undefined> {
  const { openScreen, signal, seed = 189, pace = 1 } = options;
  const backend = await startSickBackend({ seed, pace });
  const client = patientClient(backend.url, { seed, pace });
  const screen = openScreen(LANGUAGES);
  const startedAt = Date.now();
  screen.tell(0, 'A dozen translations. A tenth of all requests fail; from 3.5 s to 6.0 s every one does.');

  const nameOf = (jobId: JobId) => String(backend.app.jobs.get(jobId)?.request.language);
  const stop$ = defer(() => (signal.aborted ? of(undefined) : fromEvent(signal, 'abort')));
  const events: ClientEvent[] = [];
  const events$ = client.event$.pipe(
    takeWhile(event => event.type !== 'BATCH_OPERATION' || event.phase === 'started', true),
    tap(event => events.push(event)),
    bufferTime(100 * pace),
    takeUntil(stop$),
  );
  events$.subscribe(told => {
    for (const line of linesAbout(told, nameOf)) screen.tell((told[0]!.at - startedAt) / 1000, line);
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

function startSickBackend({ seed, pace }: Conditions): Promise<RunningMockBackend> {
  return startMockBackend({
    seed,
    progress: true,
    processingMs: [1500 * pace, 10_000 * pace],
    jobErrors: 0.15,
    latencyMs: [20 * pace, 80 * pace],
    faults: 0.1,
    // One job is made and its answer lost: sent again under the same key, the create finds that job and makes no second one.
    script: [{ kind: 'reset', on: 'POST /job', when: 'after' }],
    outages: [{ startsAfterMs: 3500 * pace, lastsMs: 2500 * pace }],
  });
}

function patientClient(baseUrl: string, { seed, pace }: Conditions): TranslationClient {
  return new TranslationClient({
    baseUrl,
    random: seededRandom(seed),
    polling: { initialIntervalMs: 300 * pace, maxIntervalMs: 900 * pace, timeoutMs: 16_000 * pace },
    retry: { initialDelayMs: 150 * pace, maxDelayMs: 600 * pace },
    // The outage lasts 2.5 s, and some job is open all the while: a poll 0.9 s at the latest, and its retries after 0.15 s and 0.3 s,
    // are three failures in a row and open the circuit. A probe a second meets the outage, until one after its end closes the circuit.
    circuitBreaker: { failureThreshold: 3, resetTimeoutMs: 1000 * pace, growth: 1, spreadMs: 300 * pace },
  });
}

import { filter, from, interval, merge, exhaustMap, catchError, EMPTY, startWith, Subject } from 'rxjs';
import { BreakerView } from './breaker-view.js';
import { byId, setText } from './by-id.js';
import { makeClients } from './clients.js';
import { Control, type BackendState } from './control.js';
import { createForm } from './create-form.js';
import { Desk } from './desk.js';
import { FaultPanel } from './fault-panel.js';
import { headlineOf } from './headline.js';
import { LogView } from './log-view.js';
import { Painter } from './painter.js';
import { pauseSwitches } from './pause-switches.js';
import { RateView } from './rate-view.js';
import { TimeToNotice } from './time-to-notice.js';
import { Traffic } from './traffic.js';

/** A failure is news for so long, in ms. */
const freshMs = 5000;

const traffic = new Traffic();
const control = new Control();
const painter = new Painter();
const notice = new TimeToNotice();
const pausing = pauseSwitches();
const { breaker, clients } = makeClients(location.origin, traffic, pausing.paused$);

const breakerView = new BreakerView(breaker);
const rateView = new RateView(traffic);
const logView = new LogView(painter);
let pausedBy: string | undefined;

const held = (): string | undefined => {
  if (pausedBy !== undefined) return 'paused';
  return breaker.state === 'open' || breaker.state === 'isolated' ? 'circuit open' : undefined;
};
const desk = new Desk({
  painter,
  notice,
  scene: () => ({ shut: breakerView.shut, held: held() }),
  onChange: () => painter.paint(paintHeadline),
});

// What the page says of itself

const isFailing = (): boolean => Date.now() - traffic.lastFailureAt < freshMs;

const paintHeadline = (): void => {
  const { mood, text } = headlineOf({
    ...desk.count(),
    circuit: breaker.state,
    pausedBy,
    isFailing: isFailing(),
  });
  byId('headline', HTMLElement).dataset['mood'] = mood;
  setText(byId('headline-text', HTMLElement), text);
};

const paintNotice = (): void => {
  const { meanMs, worstMs, count } = notice;
  if (meanMs === undefined) return;
  setText(byId('notice-mean', HTMLElement), `${(meanMs / 1000).toFixed(2)} s`);
  setText(
    byId('notice-text', HTMLElement),
    `Mean of ${count} ${count === 1 ? 'job' : 'jobs'}; at worst ${(worstMs / 1000).toFixed(1)} s.`,
  );
};

// What the library tells

let created = 0;
merge(clients.singly.event$, clients.bulk.event$.pipe(filter(({ type }) => !type.startsWith('CIRCUIT')))).subscribe(
  event => {
    logView.add(event);
    if (event.type === 'JOB_CREATED') created += 1;
    if (event.type === 'RETRY_ATTEMPTED') rateView.retried += 1;
    if (event.type === 'RETRY_ATTEMPTED' || event.type === 'ERROR_OCCURRED') {
      const { jobId, at, error } = event;
      const { snapshot } = error;
      const nextLookAt = snapshot !== undefined && 'nextLookAt' in snapshot ? snapshot.nextLookAt : undefined;
      const delayed = 'delayMs' in event ? at + event.delayMs : undefined;
      if (jobId !== undefined) desk.missed(jobId, at, nextLookAt ?? delayed);
    }
  },
);

breaker.state$.subscribe(circuit => {
  breakerView.moveTo(circuit, Date.now());
  painter.paint(() => breakerView.paint(Date.now()));
  painter.paint(paintHeadline);
  desk.repaintAll();
});

pausing.reason$.subscribe(reason => {
  pausedBy = reason;
  painter.paint(paintHeadline);
  desk.repaintAll();
});

traffic.change$.subscribe(() => painter.paint(rateView.paint));

// What only the backend knows

let createdBefore: number | undefined;
let endsKnownUpTo = 0;
const askSubject = new Subject<void>();

const show = (state: BackendState): void => {
  faultPanel.show(state);
  // A backend that was started anew counts from nothing.
  if (createdBefore === undefined || state.jobs.created < createdBefore) createdBefore = state.jobs.created;
  setText(byId('created-here', HTMLElement), String(created));
  setText(byId('created-there', HTMLElement), String(state.jobs.created - createdBefore));
  const resume = byId('resume', HTMLButtonElement);
  const others = state.jobs.open - desk.count().open;
  resume.hidden = others <= 0;
  setText(resume, `Watch ${others} open ${others === 1 ? 'job' : 'jobs'}`);
};
const faultPanel = new FaultPanel(control, state => {
  show(state);
  askSubject.next();
});

const ask = async (): Promise<void> => {
  show(await control.state());
  if (!notice.isWaiting) return;
  const { now, jobs } = await control.endedSince(endsKnownUpTo);
  // Those that are seen only later are asked for again: a look may be on its way.
  endsKnownUpTo = Math.max(endsKnownUpTo, now - 60_000);
  for (const { job_id, ends_at } of jobs) {
    if (ends_at !== null && notice.learn(job_id, ends_at + control.offsetMs) !== undefined)
      desk.repaint(desk.trackOf(job_id));
  }
  painter.paint(paintNotice);
};

const isAlive = (): boolean => desk.count().open > 0 || notice.isWaiting || byId('outage', HTMLInputElement).checked;

merge(interval(1000).pipe(filter(isAlive)), askSubject)
  .pipe(
    startWith(undefined),
    exhaustMap(() => from(ask()).pipe(catchError(() => EMPTY))),
  )
  .subscribe();

// What people ask for

createForm(({ requests, looks, polling }) => {
  const batch$ = clients[looks].withPolling(polling).translateBatch(requests, { emit: 'looks' });
  const count = requests.length === 1 ? '1 job' : `${requests.length} jobs`;
  desk.add(`${count}, looked at ${looks === 'bulk' ? '100 a request' : 'one by one'}`, batch$);
});

byId('resume', HTMLButtonElement).addEventListener('click', () => {
  void control.openJobs().then(({ jobs }) => {
    const others = jobs.filter(({ job_id }) => desk.trackOf(job_id) === undefined);
    const origins = new Map(others.map(({ job_id, created_at }) => [job_id, created_at + control.offsetMs]));
    if (others.length > 0)
      desk.add(`${others.length} found at the backend`, clients.bulk.watchBatch([...origins.keys()], { emit: 'looks' }), origins);
    byId('resume', HTMLButtonElement).hidden = true;
  });
});

// What moves with the time alone

const tickMs = matchMedia('(prefers-reduced-motion: reduce)').matches ? 1000 : 100;
setInterval(() => {
  if (!isAlive() && !isFailing() && breaker.state === 'closed') return;
  const now = Date.now();
  painter.paint(() => {
    desk.tick(now);
    breakerView.tick(now);
    paintHeadline();
  });
}, tickMs);
setInterval(() => {
  if (document.visibilityState === 'visible' && traffic.sent > 0) painter.paint(rateView.paint);
}, 1000);

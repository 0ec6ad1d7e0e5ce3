import { asyncScheduler, filter, merge, subscribeOn } from 'rxjs';
import { BackendPoll } from './backend/backend-poll.js';
import { BreakerView } from './figures/breaker-view.js';
import { byId, setText } from './page/elements.js';
import { makeClients } from './jobs/clients.js';
import { Control } from './backend/control.js';
import { createForm } from './controls/create-form.js';
import { BatchList } from './batches/batch-list.js';
import { FaultPanel } from './controls/fault-panel.js';
import { FiguresView } from './figures/figures-view.js';
import { headlineOf } from './figures/headline.js';
import { LogView } from './log/log-view.js';
import { Painter } from './page/painter.js';
import { Periods } from './jobs/periods.js';
import { pauseSwitches } from './controls/pause-switches.js';
import { RateView } from './figures/rate-view.js';
import { ResumeButton } from './controls/resume-button.js';
import { TimeToNotice } from './jobs/time-to-notice.js';
import { Traffic } from './jobs/traffic.js';

/** How long the headline mentions a failed request, in ms. */
const recentMs = 5000;

const traffic = new Traffic();
const control = new Control();
const painter = new Painter();
const notice = new TimeToNotice();
const pausing = pauseSwitches();
const { breaker, clients } = makeClients(location.origin, traffic, pausing.paused$);

const breakerView = new BreakerView(breaker);
const rateView = new RateView(traffic);
const logView = new LogView(painter);
const outages = new Periods();
const figures = new FiguresView(notice);
let pausedBy: string | undefined;

const heldBy = (): string | undefined => {
  if (pausedBy !== undefined) return 'paused';
  return breaker.state === 'open' || breaker.state === 'isolated' ? 'circuit open' : undefined;
};
const batches = new BatchList({
  painter,
  notice,
  shared: () => ({ outages: outages.list, openPeriods: breakerView.openPeriods.list, heldBy: heldBy() }),
  onChange: () => painter.paint(paintHeadline),
});

const tickBatches = (): void => batches.tick(Date.now());

// The headline

const isActive = (): boolean =>
  batches.count().open > 0 || notice.since !== undefined || byId('outage', HTMLInputElement).checked;

const isFailing = (): boolean => Date.now() - traffic.lastFailureAt < recentMs;

const paintHeadline = (): void => {
  const { tone, text } = headlineOf({
    ...batches.count(),
    circuit: breaker.state,
    pausedBy,
    isFailing: isFailing(),
  });
  byId('headline', HTMLElement).dataset.tone = tone;
  setText(byId('headline-text', HTMLElement), text);
};

// The library's events

merge(
  clients.singly.event$,
  clients.bulk.event$.pipe(filter(({ type }) => !type.startsWith('CIRCUIT'))),
).subscribe(event => {
  logView.add(event);
  if (event.type === 'JOB_CREATED') figures.created();
  if (event.type === 'RETRY_ATTEMPTED') rateView.retried += 1;
  if (event.type === 'RETRY_ATTEMPTED' || event.type === 'ERROR_OCCURRED') {
    const { jobId, at, error } = event;
    const { snapshot } = error;
    const nextPollAt = snapshot !== undefined && 'nextPollAt' in snapshot ? snapshot.nextPollAt : undefined;
    const delayed = 'delayMs' in event ? at + event.delayMs : undefined;
    if (jobId !== undefined) batches.addFailure(jobId, at, nextPollAt ?? delayed);
  }
});

breaker.state$.subscribe(circuit => {
  breakerView.moveTo(circuit, Date.now());
  painter.paint(() => breakerView.paint(Date.now()));
  painter.paint(paintHeadline);
  painter.paint(tickBatches);
});

pausing.reason$.subscribe(reason => {
  pausedBy = reason;
  painter.paint(paintHeadline);
  painter.paint(tickBatches);
});

traffic.change$.subscribe(() => painter.paint(rateView.paint));

// The backend's own state

const poll = new BackendPoll({
  control,
  notice,
  isNeeded: isActive,
  onState: state => {
    faultPanel.show(state);
    outages.update(state.faults.outage, Date.now());
    resumeButton.show(state);
    figures.createdThere(state.jobs.created);
  },
  onEnds: jobIds => {
    for (const jobId of jobIds) batches.repaint(batches.trackOf(jobId));
    painter.paint(figures.paintNotice);
  },
});
const faultPanel = new FaultPanel(control, () => poll.pollNow());
const resumeButton = new ResumeButton(control, batches, found => {
  const batch$ = clients.bulk.watchBatch([...found.keys()], { emit: 'polls' });
  batches.add(`${found.size} found at the backend`, batch$, found);
});
poll.start();

// Creating jobs

createForm(({ requests, polls, polling }) => {
  const batch$ = clients[polls].withPolling(polling).translateBatch(requests, { emit: 'polls' });
  const count = requests.length === 1 ? '1 job' : `${requests.length} jobs`;
  // Subscribed in a task of its own: for a thousand jobs, making the requests and sending them are both long tasks.
  batches.add(
    `${count}, polled ${polls === 'bulk' ? '100 per request' : 'one by one'}`,
    batch$.pipe(subscribeOn(asyncScheduler)),
  );
});

// On a small screen the jobs come before the controls.
if (matchMedia('(width < 780px)').matches)
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details.panel')) details.open = false;

// What changes with time alone

const tickMs = matchMedia('(prefers-reduced-motion: reduce)').matches ? 1000 : 100;
setInterval(() => {
  if (!isActive() && !isFailing() && breaker.state === 'closed') return;
  const now = Date.now();
  painter.paint(() => {
    batches.tick(now);
    breakerView.tick(now);
    paintHeadline();
  });
}, tickMs);
setInterval(() => {
  if (document.visibilityState === 'visible' && traffic.sent > 0) painter.paint(rateView.paint);
}, 1000);

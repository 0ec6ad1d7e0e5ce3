import { filter, merge } from 'rxjs';
import { BackendPoll } from './backend/backend-poll.js';
import { Control } from './backend/control.js';
import { BatchList } from './batches/batch-list.js';
import { createForm } from './controls/create-form.js';
import { FaultPanel } from './controls/fault-panel.js';
import { pauseSwitches } from './controls/pause-switches.js';
import { ResumeButton } from './controls/resume-button.js';
import { BreakerView } from './figures/breaker-view.js';
import { FiguresView } from './figures/figures-view.js';
import { HeadlineView } from './figures/headline-view.js';
import { PageState } from './figures/page-state.js';
import { RateView } from './figures/rate-view.js';
import { batchInParts, dividedBy, partSize } from './jobs/batch-in-parts.js';
import { makeClients, requestTimeoutMs } from './jobs/clients.js';
import { JobHistory } from './jobs/job-history.js';
import { TimeToNotice } from './jobs/time-to-notice.js';
import { Traffic } from './jobs/traffic.js';
import { LogView } from './log/log-view.js';
import { byId } from './page/elements.js';
import { closePanelsOnSmallScreens } from './page/close-panels.js';
import { keepTopHeight } from './page/keep-top-height.js';
import { Painter } from './page/painter.js';
import { startTicking } from './page/ticking.js';
import { counted } from './counted.js';

// What the page knows

const traffic = new Traffic(requestTimeoutMs);
const history = new JobHistory();
const notice = new TimeToNotice();
const pausing = pauseSwitches();
const { breaker, clients } = makeClients(location.origin, traffic, pausing.paused$);

const state = new PageState({
  breaker,
  traffic,
  notice,
  backend: () => backend,
  jobs: () => batches.count(),
});

// What it shows

keepTopHeight(byId('top', HTMLElement));
closePanelsOnSmallScreens();
const painter = new Painter();
const headlineView = new HeadlineView();
const rateView = new RateView(traffic);
const logView = new LogView(painter);
const figures = new FiguresView(notice);
const breakerView = new BreakerView(breaker, () => state.willPoll);
const batches: BatchList = new BatchList({
  painter,
  notice,
  history,
  shared: () => ({
    outages: backend.outages.list,
    openPeriods: breakerView.openPeriods.list,
    heldBy: state.heldBy,
  }),
  onChange: () => painter.paint(paintHeadline),
});
const paintHeadline = (): void => headlineView.paint(state.situation, state.health);
const paintTime = (): void => {
  batches.tick(Date.now());
  breakerView.tick(Date.now());
  paintHeadline();
};

// What the library and the user tell it

merge(
  clients.singly.event$,
  clients.bulk.event$.pipe(filter(({ type }) => !type.startsWith('CIRCUIT'))),
).subscribe(event => {
  logView.add(event);
  history.addEvent(event);
  if (event.type === 'JOB_CREATED') figures.created();
  if (event.type === 'RETRY_ATTEMPTED' || event.type === 'ERROR_OCCURRED') batches.addFailure(event);
});
breaker.state$.subscribe(circuit => {
  breakerView.moveTo(circuit, Date.now());
  painter.paint(breakerView.paint);
  painter.paint(paintTime);
});
pausing.reason$.subscribe(reason => {
  state.pausedBy = reason;
  painter.paint(paintTime);
});
traffic.end$.subscribe(request => history.addRequest(request));
createForm(({ title, requests, polls, polling }) => {
  const client = clients[polls].withPolling(polling);
  // For many jobs, making the creates and starting them are both long: they are tasks of their own.
  setTimeout(() => {
    const parts = dividedBy(partSize, requests).map(part => client.translateBatch(part, { emit: 'polls' }));
    batches.add(title, batchInParts(parts, requests.length));
  });
});

// What the backend tells it

const control = new Control();
const backend: BackendPoll = new BackendPoll({
  control,
  notice,
  isNeeded: () => state.isActive,
  onState: told => {
    faultPanel.show(told);
    resumeButton.show(told);
    figures.createdThere(told.jobs.created);
  },
  onChange: () => painter.paint(paintTime),
  onEnds: jobIds => {
    for (const jobId of jobIds) batches.repaint(batches.trackOf(jobId));
    painter.paint(figures.paintNotice);
  },
});
const faultPanel = new FaultPanel(control, () => backend.pollNow());
const resumeButton = new ResumeButton(control, batches, found => {
  const batch$ = clients.bulk.watchBatch([...found.keys()], { emit: 'polls' });
  batches.add(`${counted(found.size, 'job')} found on the backend`, batch$, found);
});
backend.start();

// What changes with time

startTicking(
  () => state.isMoving,
  () => painter.paint(paintTime),
);
setInterval(() => {
  if (document.visibilityState === 'visible' && traffic.sent > 0) painter.paint(rateView.paint);
}, 1000);

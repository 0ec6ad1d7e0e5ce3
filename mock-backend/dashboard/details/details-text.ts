import type { ClientEvent } from 'heygen-rx';
import type { JobTrack } from '../jobs/job-track.js';
import type { History } from '../jobs/job-history.js';
import { isFailure, outcomeText, type SentRequest } from '../jobs/sent-request.js';
import { eventKind, textWithoutId, type EventKind } from '../log/event-text.js';
import { pollsText, statusWords } from '../batches/job-text.js';
import { counted } from '../counted.js';

/** One line of a list: when, what, and more about it. */
export interface Line {
  /** Since the creation of the job: `+1.52 s`. */
  readonly at: string;
  readonly what: string;
  readonly more: string;
  readonly kind: EventKind;
}

/** Everything that the details of a job say. */
export interface Details {
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly events: readonly Line[];
  readonly requests: readonly Line[];
}

/** What is known of a job, in words. */
export const detailsOf = (track: JobTrack, { events, requests }: History): Details => ({
  facts: factsOf(track),
  events: events.map(event => eventLine(track, event)),
  requests: requests.map(request => requestLine(track, request)),
});

const factsOf = (track: JobTrack): Details['facts'] => {
  const { jobId, status, reason, createdAt, endedAt, settledAt, stoppedAt } = track;
  const after = (at: number | undefined): string | undefined =>
    at === undefined ? undefined : `after ${seconds(at - createdAt)}`;
  const all: readonly (readonly [string, string | undefined])[] = [
    ['Job', jobId],
    ['Status', `${statusWords[status]}${stoppedAt === undefined ? '' : ', not watched'}`],
    ['Reason', reason],
    ['Created', new Date(createdAt).toTimeString().slice(0, 8)],
    ['Ended', after(endedAt)],
    [status === 'lost' ? 'Lost' : 'Noticed', after(settledAt)],
    ['Polls', pollsText(track)],
  ];
  return all.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
};

const eventLine = (track: JobTrack, event: ClientEvent): Line => ({
  at: since(track, event.at),
  what: event.type,
  more: textWithoutId(event),
  kind: eventKind(event),
});

const requestLine = (
  track: JobTrack,
  { method, path, jobIds, sentAt, tookMs, outcome }: SentRequest,
): Line => {
  const others = jobIds.length - 1;
  const shared = others > 0 ? `, with ${counted(others, 'other job')}` : '';
  return {
    at: since(track, sentAt),
    what: `${method} ${path.replace(track.jobId, '…')}`,
    more: `${outcomeText(outcome)} after ${Math.round(tookMs)} ms${shared}`,
    kind: isFailure(outcome) ? 'trouble' : 'info',
  };
};

/** Rounded first: a moment before the creation is no `−0.00 s`. */
const since = ({ createdAt }: JobTrack, at: number): string => {
  const hundredths = Math.round((at - createdAt) / 10);
  return `${hundredths < 0 ? '−' : '+'}${seconds(Math.abs(hundredths) * 10)}`;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

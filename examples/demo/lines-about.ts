import { styleText } from 'node:util';
import type { ClientEvent, EventOf, EventType, JobId, TranslationError } from 'heygen-rx';

type NameOf = (jobId: JobId) => string;
type EventText<T extends EventType> = (events: readonly EventOf<T>[], nameOf: NameOf) => string;

/** The text for each type of event; several events of a type share a line. Types that are not listed are not shown. */
const TEXTS: { readonly [T in EventType]?: EventText<T> } = {
  JOB_CREATED: (events, nameOf) => `${styleText('cyan', '+')} created ${names(events, nameOf)}`,
  RETRY_ATTEMPTED: events =>
    styleText(
      'yellow',
      `↻ ${what(events[0]!, events.length)} failed, next attempt in ${range(events)}: ${why(events[0]!)}`,
    ),
  ERROR_OCCURRED: events =>
    styleText(
      'yellow',
      `… ${count(events.length, 'watch keeps', 'watches keep')} failing: ${why(events[0]!)}`,
    ),
  CIRCUIT_BREAKER_OPENED: ([event]) =>
    styleText('red', `▲ circuit open: nothing is sent for ${seconds(event!.delayMs ?? 0)}`),
  CIRCUIT_BREAKER_CLOSED: () => styleText('green', '▼ circuit closed: the service is back'),
  JOB_COMPLETED: (events, nameOf) => styleText('green', `✔ completed ${names(events, nameOf)}`),
  JOB_FAILED: (events, nameOf) => styleText('red', `✖ failed ${names(events, nameOf)}`),
};

/** A line for each type of event, and for each error, of events at about the same time. */
export function linesAbout(events: readonly ClientEvent[], nameOf: NameOf): readonly string[] {
  const groups = new Map<string, ClientEvent[]>();
  for (const event of events) {
    const kind = 'error' in event ? `${event.type} ${why(event)}` : event.type;
    groups.set(kind, [...(groups.get(kind) ?? []), event]);
  }
  return [...groups.values()].flatMap(group => textOf(group, nameOf) ?? []);
}

function textOf(group: readonly ClientEvent[], nameOf: NameOf): string | undefined {
  const text = TEXTS[group[0]!.type] as EventText<EventType> | undefined;
  return text?.(group, nameOf);
}

const names = (events: readonly { readonly jobId: JobId }[], nameOf: NameOf): string =>
  events.map(({ jobId }) => nameOf(jobId)).join(', ');

const what = ({ jobId }: EventOf<'RETRY_ATTEMPTED'>, howMany: number): string =>
  jobId === undefined ? count(howMany, 'create') : count(howMany, 'poll');

const why = ({ error }: { readonly error: TranslationError }): string => error.message.replace(/ \(.*/, '');

const count = (howMany: number, one: string, many = `${one}s`): string =>
  `${howMany} ${howMany === 1 ? one : many}`;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function range(events: readonly { readonly delayMs: number }[]): string {
  const delays = events.map(({ delayMs }) => delayMs);
  const [least, most] = [seconds(Math.min(...delays)), seconds(Math.max(...delays))];
  return least === most ? least : `${least.slice(0, -2)}-${most}`;
}

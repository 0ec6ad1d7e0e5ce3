import type { ObservableNotification } from 'rxjs';
import { type Difference, difference } from './difference.js';
import { drawMarbles, framesOf, type Row } from './marble-picture.js';
import { show } from './show.js';
import { ValueNames } from './value-names.js';

/** What a stream did at one frame, as rxjs' TestScheduler records it. */
export interface StreamMessage {
  readonly frame: number;
  readonly notification: ObservableNotification<unknown>;
}

/** When a stream was subscribed and unsubscribed, as rxjs' TestScheduler records it; Infinity: never. */
export interface SubscriptionMessage {
  readonly subscribedFrame: number;
  readonly unsubscribedFrame: number;
}

const TITLES = ['    expected', '    actual'];

function describe({ path, actual, expected }: Difference): string {
  const what = path.replace(/^\./, '');
  return what === 'kind' ? '' : `: ${what} is ${show(actual)}, expected ${show(expected)}`;
}

/** Where two streams first differ: at which frame, and how. */
function firstDifference(actual: readonly StreamMessage[], expected: readonly StreamMessage[]) {
  const length = Math.max(actual.length, expected.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [actual[index], expected[index]];
    if (one?.frame !== other?.frame || one === undefined || other === undefined) {
      return { at: Math.min(one?.frame ?? Infinity, other?.frame ?? Infinity), how: '' };
    }
    const found = difference(one.notification, other.notification, '');
    if (found !== undefined) return { at: one.frame, how: describe(found) };
  }
  return undefined;
}

function letterOf(notification: ObservableNotification<unknown>, names: ValueNames): string {
  if (notification.kind === 'N') return names.nameOf(notification.value);
  return notification.kind === 'C' ? '|' : '#';
}

const rowOf = (messages: readonly StreamMessage[], names: ValueNames): Row =>
  messages.map(({ frame, notification }) => ({ frame, letter: () => letterOf(notification, names) }));

const errorsOf = (title: string, messages: readonly StreamMessage[]) =>
  messages.flatMap(({ notification }) =>
    notification.kind === 'E' ? [`# ${title} = ${show(notification.error)}`] : [],
  );

/** Draws how a stream differs from the expected one; undefined if it does not. */
export function complainOfStreams(
  actual: readonly StreamMessage[],
  expected: readonly StreamMessage[],
  values?: Readonly<Record<string, unknown>>,
): string | undefined {
  const found = firstDifference(actual, expected);
  if (found === undefined) return undefined;
  const names = new ValueNames(values);
  const rows = [rowOf(expected, names), rowOf(actual, names)];
  const picture = drawMarbles(TITLES, rows, found.at);
  const errors = [...errorsOf('expected', expected), ...errorsOf('actual', actual)];
  const legend = [...names.legend(), ...errors].map(line => `    ${line}`);
  return [`Streams differ at ${found.at}ms${found.how}`, '', picture, ...legend].join('\n');
}

function subscriptionRow(log: SubscriptionMessage | undefined): Row {
  if (log === undefined) return [];
  const marks = [
    { frame: log.subscribedFrame, letter: () => '^' },
    { frame: log.unsubscribedFrame, letter: () => '!' },
  ];
  return marks.filter(({ frame }) => frame !== Infinity);
}

/** Draws how subscriptions differ from the expected ones; undefined if they do not. */
export function complainOfSubscriptions(
  actual: readonly SubscriptionMessage[],
  expected: readonly SubscriptionMessage[],
): string | undefined {
  if (difference(actual, expected) === undefined) return undefined;
  const length = Math.max(actual.length, expected.length);
  const numbers = Array.from({ length }, (_, index) => index);
  const different = numbers.find(index => difference(actual[index], expected[index]) !== undefined) ?? 0;
  const rows = [subscriptionRow(expected[different]), subscriptionRow(actual[different])];
  const [one = [], other = []] = rows.map(row => framesOf([row]));
  const at = framesOf(rows).find(frame => !one.includes(frame) || !other.includes(frame)) ?? 0;
  const counts = `expected ${expected.length} of them, there were ${actual.length}`;
  return [
    `Subscriptions differ at number ${different + 1}: ${counts}`,
    '',
    drawMarbles(TITLES, rows, at),
  ].join('\n');
}

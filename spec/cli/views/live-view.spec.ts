import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { liveView } from '../../../cli/views/live-view.js';
import { completedSnapshot, failedSnapshot, pendingSnapshot } from '../../../lib/testing/index.js';
import { screenAfter } from '../support/screen.js';

const SIGNED = `https://files.example.com/v/${'a1b2c3'.repeat(40)}.mp4?Expires=1&Signature=${'x'.repeat(120)}`;
const RESULT = {
  videoUrl: SIGNED,
  audioUrl: `${SIGNED}&audio`,
  srtCaptionUrl: `${SIGNED}&srt`,
  vttCaptionUrl: `${SIGNED}&vtt`,
};

beforeAll(() => void jest.useFakeTimers());
afterAll(() => void jest.useRealTimers());

function watched(columns: number, labels: readonly string[]) {
  const writes: string[] = [];
  const stdout = { columns, rows: 24, isTTY: true, write: (text: string) => writes.push(text) };
  const view = liveView(
    { stdout, env: { NO_COLOR: '1' }, now: Date.now },
    3_600_000,
  )(labels.map(label => ({ label })));
  return {
    view,
    output: () => writes.join(''),
    lastDrawn: () => writes.at(-1)!,
    drawings: () => writes.length,
  };
}

it.each([34, 80, 200])('at %i columns, keeps every URL whole and cuts live lines', columns => {
  const labels = ['Spanish (Spain)', '日本語 '.repeat(20), 'f'.repeat(32)];
  const { view, output, lastDrawn } = watched(columns, labels);
  const at = Date.now();
  for (const [index, label] of labels.entries()) {
    const snapshot = pendingSnapshot({
      jobId: `j${index}`,
      at,
      progress: 0.3,
      elapsedMs: 65_000,
      nextPollAt: at + 9000,
    });
    view.update(index, { label, jobId: `j${index}`, snapshot });
  }
  view.trouble({
    type: 'requests',
    what: 'cannot reach http://127.0.0.1:3000: connection refused (ECONNREFUSED)',
    attempts: 3,
    retryAt: at + 5000,
  });
  jest.advanceTimersByTime(300);
  const live = stripVTControlCharacters(lastDrawn()).trim().split('\n');
  expect(live).toHaveLength(labels.length + 1);
  for (const line of live) expect(columnsIn(line)).toBeLessThanOrEqual(columns);
  expect(live.at(-1)).toContain('0 of 3 jobs done');
  // The countdown stays where the reason has to be cut.
  if (columns >= 80) expect(live.at(-1)).toContain('retrying in');
  // Times that do not fit are left out as a whole.
  const shown = screenAfter(output(), columns).filter(line => line.includes('30 %'));
  const left = '1 m 05 s, about 2 m 31 s left';
  const times = columns === 34 ? '1 m 05 s' : left;
  expect(shown.map(line => line.slice(line.indexOf('%') + 3))).toEqual(labels.map(() => times));

  const failure = { message: 'the audio is much too long for this video '.repeat(5).trim() };
  view.update(0, { label: 'A', jobId: 'j0', snapshot: completedSnapshot({ jobId: 'j0', result: RESULT }) });
  jest.advanceTimersByTime(300);
  view.update(1, { label: 'B', jobId: 'j1', snapshot: failedSnapshot({ jobId: 'j1', failure }) });
  view.update(2, {
    label: 'C',
    jobId: 'j2',
    snapshot: completedSnapshot({ jobId: 'j2', result: { audioUrl: SIGNED } }),
  });
  view.close();

  const screen = screenAfter(output(), columns);
  const urls = screen.filter(line => line.includes('https:')).map(line => line.trim());
  expect(urls).toEqual([...Object.values(RESULT), SIGNED]);
  expect(screen.find(line => line.startsWith('✖ B'))).toContain(failure.message);
  // The live lines have been erased.
  expect(screen.filter(line => /jobs done|next poll/.test(line))).toEqual([]);
});

it('draws thousands of jobs that end together once, with a line for each', () => {
  const labels = Array.from({ length: 2000 }, (_, index) => `job-${index}`);
  const { view, output, drawings } = watched(80, labels);
  const before = drawings();
  for (const [index, label] of labels.entries()) {
    view.update(index, { label, jobId: label, snapshot: completedSnapshot({ jobId: label }) });
  }
  expect(drawings() - before).toBe(1);
  view.close();
  expect(output().match(/✔ job-\d+: completed/g)).toHaveLength(2000);
});

/** Columns of a line: of the characters in these labels, only Japanese ones take two. */
const columnsIn = (line: string): number =>
  Array.from(line).reduce((sum, character) => sum + (/[日本語]/.test(character) ? 2 : 1), 0);

import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  /** µs. */
  readonly dur?: number;
  /** µs of CPU time of the thread: other processes do not count. */
  readonly tdur?: number;
}

export interface Task {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/**
 * The tasks of the page's main thread during an action, as the Long Tasks API would report them if they were long. They are read
 * from a trace, which also has the CPU time of the thread, so that a busy machine does not look like a slow page.
 */
export const mainThreadTasks = async (
  browser: Browser,
  page: Page,
  happens: () => Promise<void>,
): Promise<readonly Task[]> => {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await happens();
  const trace = await browser.stopTracing();
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(threadOf),
  );
  return traceEvents
    .filter(event => event.name.endsWith('RunTask') && mains.has(threadOf(event)))
    .map(({ dur = 0, tdur = dur }) => ({ cpuMs: tdur / 1000, wallMs: dur / 1000 }));
};

import type { ServeTable } from './fault-call.js';
import { statusField, withReports } from './with-reports.js';

/** Faults of reports on a job: odd words, missing or wrong fields, excessive length. */
export const reportFaults: ServeTable<'words' | 'report' | 'percent' | 'padded'> = {
  words: async ({ job, words }, { next }) =>
    withReports(await next(), job, report => {
      const field = statusField(report);
      const word = typeof words === 'string' ? words : words[String(report[field])];
      return word === undefined ? report : { ...report, [field]: word };
    }),

  report: async ({ job, set = {}, drop = [] }, { next }) =>
    withReports(await next(), job, report => ({
      ...Object.fromEntries(Object.entries(report).filter(([field]) => !drop.includes(field))),
      ...set,
    })),

  percent: async ({ job }, { next }) =>
    withReports(await next(), job, report =>
      typeof report.progress === 'number'
        ? { ...report, progress: Math.round(report.progress * 100) }
        : report,
    ),

  padded: async ({ job, bytes = 12_000 }, { next }) =>
    withReports(await next(), job, report => ({ ...report, padding: 'x'.repeat(bytes) })),
};

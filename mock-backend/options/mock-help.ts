import { faultKinds } from '../faults/fault-kinds-schema.js';

/** The kinds of faults in lines of at most 96 characters. */
const kindLines = faultKinds
  .join(', ')
  .replaceAll(/(.{1,94})(?: |$)/g, '  $1\n')
  .trimEnd();

/** What `--help` says below the flags. */
export const mockHelp = `
A duration is one of
  2000                     milliseconds; also 500ms, 2s, 1m
  2000-8000                a range
  lognormal(60s,0.5)       median and sigma
  exponential(30s)         mean

A fault is { "kind": ..., and perhaps
  "on":       "create", "single", "bulk", or how the request begins, such as "POST /job"
  "job":      the id of a job that the request names
  "moreThan": 10, only requests that name more jobs
  "times":    2, how many requests; or "forMs": 2000, how long
  "when":     "before" or "after" the request is carried out }
For example
  --script '[{ "kind": "reset", "on": "create", "when": "after" }, { "kind": "status", "status": 429, "retryAfter": 2 }]'
The kinds of faults are
${kindLines}
Example scripts are in the repository: mock-backend/faults/README.md`;

import { faultKinds } from '../faults/fault-kinds-schema.js';

/** The kinds of faults in lines of at most 78 characters. */
const kindLines = faultKinds
  .join(', ')
  .replaceAll(/(.{1,76})(?: |$)/g, '  $1\n')
  .trimEnd();

/** What `--help` says below the flags. */
export const mockHelp = `
A duration is one of:
  2000                     milliseconds; also 500ms, 2s, 1m
  2000-8000                a range
  lognormal(60s,0.5)       median and sigma
  exponential(30s)         mean

A fault is { "kind": ..., and optionally
  "on":       "create", "single", "bulk", or a prefix such as "POST /job"
  "job":      only requests for the job with this id
  "moreThan": 10, only requests for more jobs than this
  "times":    2, how many requests; or "forMs": 2000, for how long
  "when":     "before" or "after" the request has taken effect }
Example:
  --script '[{ "kind": "reset", "on": "create", "when": "after" }, { "kind": "status", "status": 429, "retryAfter": 2 }]'
Kinds of faults:
${kindLines}
Example scripts are in the repository: mock-backend/faults/README.md`;

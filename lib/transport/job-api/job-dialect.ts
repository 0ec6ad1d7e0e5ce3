import { isObject, shown } from '../../model/checks.js';
import { asNumber, field } from '../json-fields.js';
import { present } from '../../model/present.js';
import { statusWords } from '../../policy/watch/status-words.js';
import { DEFAULT_DIALECT, type JobDialect, type ReadField } from './default-dialect.js';
import type { JobApiFields, JobApiOptions } from './job-api-options.js';
import { pathTemplate } from './path-template.js';

/** A service with one job and no ids. */
const IMPLICIT_DIALECT: JobDialect = {
  ...DEFAULT_DIALECT,
  create: () => {
    throw new TypeError('Cannot create a job: this service has one job, which already exists (`implicit`)');
  },
  status: () => ({ path: ['status'] }),
  statuses: undefined,
  implicit: true,
};

/** The dialect of a service: the default, except where options say otherwise. @throws TypeError for an invalid path. */
export function jobDialect(options: Omit<JobApiOptions, 'baseUrl'>): JobDialect {
  const { paths = {}, implicit = false, body } = options;
  return {
    ...(implicit ? IMPLICIT_DIALECT : DEFAULT_DIALECT),
    ...(paths.create !== undefined && { create: pathTemplate('paths.create', paths.create) }),
    ...(paths.status !== undefined && {
      status: pathTemplate('paths.status', paths.status, implicit ? undefined : '{id}'),
      statuses: undefined,
    }),
    ...(paths.statuses !== undefined && { statuses: bulkTarget(paths.statuses) }),
    fields: fieldReaders(options),
    words: statusWords(options.words),
    ...(body !== undefined && { body: (request, language) => checkBody(body(request, language)) }),
  };
}

function bulkTarget(template: string | false): JobDialect['statuses'] {
  if (template === false) return undefined;
  const target = pathTemplate('paths.statuses', template, '{ids}');
  return jobIds => target(jobIds.join(','));
}

function fieldReaders({
  fields = {},
  percent = false,
}: Omit<JobApiOptions, 'baseUrl'>): JobDialect['fields'] {
  const own = Object.entries(present<JobApiFields>(fields)).map(([name, path]) => [name, atPath(path)]);
  const readers = { ...DEFAULT_DIALECT.fields, ...(Object.fromEntries(own) as object) };
  return percent ? { ...readers, progress: job => fraction(readers.progress(job)) } : readers;
}

const atPath =
  (path: string): ReadField =>
  job =>
    path.split('.').reduce(field, job);

/** The range is checked later, where a report with an invalid value is reported once. */
function fraction(percent: unknown): number | undefined {
  const number = asNumber(percent);
  return number === undefined ? undefined : number / 100;
}

/** A promise would be sent as an empty object. */
function checkBody(body: object): object {
  if (isObject(body)) return body;
  throw new TypeError(`Cannot create a job: \`body\` must return an object at once, got ${shown(body)}`);
}

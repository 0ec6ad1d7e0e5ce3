import type { TranslationRequest } from '../../model/request.js';
import { field } from '../json-fields.js';
import type { StatusWords } from '../../policy/watch/status-words.js';
import { statusWords } from '../status-words.js';
import { checkJobApiOptions, FIELDS, type JobApiFields, type JobApiOptions } from './job-api-options.js';
import { pathTemplate, type Target } from './path-template.js';

/** Reads one field of a job. */
type ReadField = (job: unknown) => unknown;

/** The dialect of one service: its options with every gap filled. */
export interface JobDialect {
  /** Absent if jobs cannot be created. */
  readonly create: (() => Target) | undefined;
  readonly status: (jobId: string) => Target;
  /** Absent if there is no bulk call. */
  readonly statuses: ((jobIds: readonly string[]) => Target) | undefined;
  readonly fields: Readonly<Record<keyof JobApiFields, ReadField>>;
  readonly words: StatusWords;
  readonly percent: boolean;
  readonly implicit: boolean;
  readonly body: ((request: TranslationRequest, language: string | undefined) => object) | undefined;
}

/** @throws TypeError for invalid options. */
export function jobDialect(options: JobApiOptions): JobDialect {
  checkJobApiOptions(options);
  const { paths = {}, implicit = false } = options;
  const create = paths.create ?? (implicit ? undefined : '/job');
  const status = pathTemplate(
    'paths.status',
    paths.status ?? (implicit ? '/status' : '/status/{id}'),
    implicit ? undefined : '{id}',
  );
  const bulk = paths.statuses ?? (implicit || paths.status !== undefined ? false : '/status?job_ids={ids}');
  const statuses = bulk === false ? undefined : pathTemplate('paths.statuses', bulk, '{ids}');
  return {
    create: create === undefined ? undefined : pathTemplate('paths.create', create),
    status,
    statuses: statuses && (jobIds => statuses(jobIds.join(','))),
    fields: fieldReaders(options.fields),
    words: statusWords(options.words),
    percent: options.percent ?? false,
    implicit,
    body: options.body,
  };
}

function fieldReaders(given: JobApiFields = {}): JobDialect['fields'] {
  const readers = (Object.keys(FIELDS) as (keyof JobApiFields)[]).map(name => {
    const paths = [given[name] ?? FIELDS[name]].flat().map(path => path.split('.'));
    return [name, (job: unknown) => firstOf(job, paths, name === 'status')] as const;
  });
  return Object.fromEntries(readers) as JobDialect['fields'];
}

/** @param isWord A `result` may also be an object, beside a `status`. */
function firstOf(job: unknown, paths: readonly (readonly string[])[], isWord: boolean): unknown {
  return paths
    .map(path => path.reduce(field, job))
    .find(value => (isWord ? typeof value === 'string' : value !== undefined));
}

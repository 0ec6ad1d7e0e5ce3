import { parsedJson } from '../../values/parsed-json.js';

/** An API's report on one job, as JSON. */
export type Report = Readonly<Record<string, unknown>>;

/** The field of a report that holds the status: `result` in the job API, `status` in HeyGen's API. */
export const statusField = (report: Report): 'result' | 'status' =>
  'result' in report ? 'result' : 'status';

/**
 * The real response with each report on a job changed, or only those on `job`. Responses without reports, such as those to creates,
 * errors and files, are not changed.
 */
export const withReports = async (
  response: Response,
  job: string | undefined,
  change: (report: Report) => Report,
): Promise<Response> => {
  if (!response.ok) return response;
  const body = parsedJson(await response.clone().text());
  if (body === undefined) return response;
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const changed = changeIn(body, report =>
    job === undefined || idOf(report) === undefined || idOf(report) === job ? change(report) : report,
  );
  return new Response(JSON.stringify(changed), { status: response.status, headers });
};

/** The responses with reports: one job, or lists under `jobs`, `data` and `data.items`. */
const changeIn = (body: unknown, change: (report: Report) => Report): unknown => {
  if (!isObject(body)) return body;
  if (isReport(body)) return change(body);
  for (const field of ['jobs', 'data', 'items']) {
    const inner = body[field];
    if (Array.isArray(inner)) {
      return { ...body, [field]: inner.map(item => changeIn(item, change)) };
    }
    if (isObject(inner)) return { ...body, [field]: changeIn(inner, change) };
  }
  return body;
};

const isObject = (value: unknown): value is Report =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A batch has a status too, but its items are the reports. */
const isReport = (value: Report): boolean => ('result' in value || 'status' in value) && !('items' in value);

const idOf = (report: Report): unknown => report.job_id ?? report.video_id ?? report.id;

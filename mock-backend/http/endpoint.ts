/** The name for requests of neither API, such as a dashboard's files. */
export const otherEndpoint = 'other';

/** Path and query of an absolute URL. */
export const targetOf = (url: string): string => {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  return start === -1 ? '/' : url.slice(start);
};

/**
 * Names the endpoint of a request, for the counts: `GET /status/:jobId`, or, where the query makes it another call,
 * `GET /status?job_ids`.
 *
 * Two map reads and no pattern, because every request passes here: in both APIs only the last segment of a
 * path varies.
 */
export const endpointOf = (method: string, target: string): string => {
  const queryAt = target.indexOf('?');
  const path = queryAt === -1 ? target : target.slice(0, queryAt);
  const exact = exactEndpoints.get(`${method} ${path}`);
  if (exact === undefined) {
    return itemEndpoints.get(`${method} ${path.slice(0, path.lastIndexOf('/') + 1)}`) ?? fileOr(method, path);
  }
  if (queryAt !== -1 && exact === 'GET /status') {
    if (target.startsWith('?job_ids=', queryAt)) return 'GET /status?job_ids';
    if (target.startsWith('?job_id=', queryAt)) return 'GET /status?job_id';
  }
  return exact;
};

/** The URL of a file is the only one with two varying segments. */
const fileOr = (method: string, path: string): string =>
  method === 'GET' && path.startsWith('/files/') ? 'GET /files/:jobId/:name' : otherEndpoint;

const endpoints = [
  'GET /health',
  'POST /job',
  'GET /status',
  'GET /status/:jobId',
  'POST /v3/video-translations',
  'GET /v3/video-translations',
  'GET /v3/video-translations/languages',
  'GET /v3/video-translations/statuses',
  'GET /v3/video-translations/:id',
  'PATCH /v3/video-translations/:id',
  'DELETE /v3/video-translations/:id',
  'POST /v3/video-translations/batches',
  'GET /v3/video-translations/batches/:id',
  'GET /v3/users/me',
  'POST /v3/webhooks/endpoints',
  'GET /v3/webhooks/endpoints',
  'DELETE /v3/webhooks/endpoints/:id',
];

const exactEndpoints = new Map(endpoints.filter(name => !name.includes(':')).map(name => [name, name]));
const itemEndpoints = new Map(
  endpoints.filter(name => name.includes(':')).map(name => [name.slice(0, name.lastIndexOf(':')), name]),
);

import { Hono } from 'hono';
import type { Job } from '../jobs/job.js';
import type { PresignedLinks } from './presigned-links.js';
import { sampleFile } from './sample-files.js';

export interface FileRoutesOptions {
  readonly links: PresignedLinks;
  readonly jobs: { readonly get: (id: string) => Job | undefined };
  /** The status for an expired URL. */
  readonly expiredLinkStatus: 403 | 410;
}

/** Serves the files of completed jobs at their presigned URLs. Refusals are XML, as from storage services. */
export const fileRoutes = ({ links, jobs, expiredLinkStatus }: FileRoutesOptions): Hono => {
  const app = new Hono();

  app.get('/files/:jobId/:name', c => {
    const { jobId, name } = c.req.param();
    const state = links.check(new URL(c.req.url));
    if (state === 'expired') return refusal(expiredLinkStatus, 'AccessDenied', 'Request has expired.');
    if (state === 'forged') return refusal(403, 'SignatureDoesNotMatch', 'The signature does not match.');
    const file = sampleFile(name);
    if (file === undefined || jobs.get(jobId) === undefined) {
      return refusal(404, 'NoSuchKey', 'The file does not exist.');
    }
    return new Response(file.bytes, {
      headers: {
        'content-type': file.type,
        'content-length': String(file.bytes.byteLength),
        'content-disposition': `attachment; filename="${jobId}${name.slice(name.lastIndexOf('.'))}"`,
        'cache-control': 'private, no-store',
      },
    });
  });

  return app;
};

const refusal = (status: number, code: string, message: string): Response =>
  new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>\n`,
    { status, headers: { 'content-type': 'application/xml' } },
  );

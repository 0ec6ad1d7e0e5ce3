import { Problem } from '../../http/problem.js';

/** A refusal in HeyGen's form, with the URL of the page that explains its code. */
export const heygenProblem = (
  status: number,
  code: string,
  message: string,
  param?: string,
  headers?: Readonly<Record<string, string>>,
): Problem =>
  new Problem(status, code, message, {
    param,
    headers,
    docUrl: `https://developers.heygen.com/docs/error-codes#${code.replaceAll('_', '-')}`,
  });

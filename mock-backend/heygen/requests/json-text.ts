import type { Context } from 'hono';
import { heygenProblem } from './heygen-problem.js';

/**
 * The body of a request whose Content-Type is JSON.
 *
 * @throws Problem 400 for another Content-Type, or none
 */
export const jsonText = (c: Context): Promise<string> => {
  const type = c.req.header('content-type') ?? '';
  if (/^application\/json\s*(?:;|$)/i.test(type)) return c.req.text();
  throw heygenProblem(
    400,
    'invalid_parameter',
    `Content-Type must be application/json, got "${type}"`,
    'Content-Type',
  );
};

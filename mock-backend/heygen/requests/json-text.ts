import type { Context } from 'hono';
import { heygenProblem } from './heygen-problem.js';

/**
 * The text of a body that says it is JSON.
 *
 * @throws Problem 400 for one that says it is something else, or nothing
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

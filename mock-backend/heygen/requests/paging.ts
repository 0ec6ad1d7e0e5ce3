import { heygenProblem } from './heygen-problem.js';

/** The requested page of a list. */
export interface PageRequest {
  readonly limit: number;
  /** Where the previous page ended; undefined for the first page. */
  readonly from: number | undefined;
}

/**
 * Reads `limit` (1 .. 100) and `token`. Tokens are opaque to clients; they encode a position in the list.
 *
 * @throws Problem 400
 */
export const readPage = (
  limit: string | undefined,
  token: string | undefined,
  defaultLimit: number,
): PageRequest => ({
  limit: limit === undefined ? defaultLimit : readLimit(limit),
  from: token === undefined ? undefined : readToken(token),
});

/** The last two fields of a page; `end` is where the next one begins, undefined on the last page. */
export const pageEnd = (end: number | undefined) => ({
  has_more: end !== undefined,
  next_token: end === undefined ? null : Buffer.from(`page:${end}`).toString('base64url'),
});

const readLimit = (text: string): number => {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 100) return limit;
  throw heygenProblem(400, 'invalid_parameter', `\`limit\` must be between 1 and 100, got ${text}`, 'limit');
};

const readToken = (text: string): number => {
  const [, place] = /^page:(\d+)$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (place === undefined) throw heygenProblem(400, 'invalid_parameter', '`token` is not valid', 'token');
  return Number(place);
};

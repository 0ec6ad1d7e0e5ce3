import { heygenProblem } from './heygen-problem.js';

export interface Credentials {
  readonly apiKey?: string | undefined;
  readonly accessToken?: string | undefined;
}

/**
 * Checks the credentials of a request: one of the two headers, never both. Without expected ones, any are accepted.
 *
 * @throws Problem 400 for both headers, 401 for none or a wrong one
 */
export const checkCredentials = (
  apiKey: string | undefined,
  authorization: string | undefined,
  expected: Credentials,
): void => {
  if (apiKey !== undefined && authorization !== undefined) {
    throw heygenProblem(
      400,
      'invalid_parameter',
      'Send x-api-key or Authorization, not both.',
      'Authorization',
    );
  }
  if (apiKey === undefined && authorization === undefined) {
    throw heygenProblem(401, 'unauthorized', 'Send an API key in x-api-key, or a token in Authorization.');
  }
  const token = authorization === undefined ? undefined : /^Bearer (\S+)$/.exec(authorization)?.[1];
  const isGood =
    apiKey === undefined ? fits(token, expected, 'accessToken') : fits(apiKey, expected, 'apiKey');
  if (!isGood) throw heygenProblem(401, 'unauthorized', 'The credentials are not valid.');
};

/** If only the other kind is expected, this one is refused. */
const fits = (given: string | undefined, expected: Credentials, kind: keyof Credentials): boolean => {
  if (given === undefined || given === '') return false;
  const isOpen = expected.apiKey === undefined && expected.accessToken === undefined;
  return isOpen || given === expected[kind];
};

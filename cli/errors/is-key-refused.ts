import { isAuthenticationError } from '../../lib/index.js';

/** Does the service refuse the key itself (401)? A 403 or 404 is about one job only, perhaps of another account. */
export const isKeyRefused = (error: unknown): boolean => isAuthenticationError(error) && error.status === 401;

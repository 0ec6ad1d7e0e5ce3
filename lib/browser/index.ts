/**
 * Signals that pause polling on a page.
 *
 * @module heygen-rx/browser
 */

export { hidden$ } from './hidden.js';
export { offline$ } from './offline.js';
export { pauseWhen } from './pause-when.js';

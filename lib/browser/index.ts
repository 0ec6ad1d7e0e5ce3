// When to stop looking for a while, in a browser
export { hidden$ } from './hidden.js';
export { offline$ } from './offline.js';
export { pauseWhen } from './pause-when.js';

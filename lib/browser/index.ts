// Signals that pause polling in a browser
export { hidden$ } from './hidden.js';
export { offline$ } from './offline.js';
export { pauseWhen } from './pause-when.js';

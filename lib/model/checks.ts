// Every check of the library.
export * from './checks/values.js';
export * from './checks/check.js';
export * from './checks/options.js';

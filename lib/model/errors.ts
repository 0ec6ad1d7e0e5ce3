// Every error of this package. Users see the classes and the guards; everything else is for the library itself.
export * from './errors/translation-error.js';
export * from './errors/retryable-errors.js';
export * from './errors/request-errors.js';
export * from './errors/call-errors.js';
export * from './errors/guards.js';
export * from './errors/foreign-errors.js';

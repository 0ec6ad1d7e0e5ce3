import { fromJson, toJson } from '../json.js';

/** A plain value as a database would give it back: a copy, without undefined fields. */
export const asJson = <T>(value: T): T => fromJson<T>(toJson(value)) as T;

import { fromJson, toJson } from '../json.js';

/** What a database gives back of a plain value: a copy, without undefined fields. */
export const asJson = <T>(value: T): T => fromJson<T>(toJson(value)) as T;

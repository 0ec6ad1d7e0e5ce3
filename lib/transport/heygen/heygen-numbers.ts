import { numberField } from '../json-fields.js';

/** A number; zero means that it is not known yet. */
export function knownField(data: unknown, name: string): number | undefined {
  const number = numberField(data, name);
  return number === undefined || number <= 0 ? undefined : number;
}

/** Seconds since 1970 do not get this high before the year 5138: it is a number of milliseconds. */
const FIRST_MS = 1e11;

/** A time in epoch ms. HeyGen's reference has Unix seconds. */
export function epochMsField(data: unknown, name: string): number | undefined {
  const number = knownField(data, name);
  return number === undefined || number >= FIRST_MS ? number : number * 1000;
}

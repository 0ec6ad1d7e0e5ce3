import { numberField } from '../json-fields.js';

/** A number. HeyGen sends zero while it is unknown. */
export function knownField(data: unknown, name: string): number | undefined {
  const number = numberField(data, name);
  return number === undefined || number <= 0 ? undefined : number;
}

/** As seconds this is the year 5138, so a larger number must be ms. */
const MAX_SECONDS = 1e11;

/** A time in epoch ms. HeyGen's reference specifies Unix seconds. */
export function epochMsField(data: unknown, name: string): number | undefined {
  const number = knownField(data, name) ?? Infinity;
  const ms = number < MAX_SECONDS ? number * 1000 : number;
  return ms < MAX_SECONDS * 1000 ? ms : undefined;
}

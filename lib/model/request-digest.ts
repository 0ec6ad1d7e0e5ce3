import { isObject } from './checks.js';
import { languagesOf, type TranslationRequest } from './request.js';

/** The longest prefix that leaves room for its suffix within the 255 characters of a key. */
const LONGEST_PREFIX = 200;

/**
 * The keys of the requests of a batch with one key: `key:`, a digest of the request, and for the second and later of equal requests their number. The same request
 * gets the same key in any order and among any other requests.
 */
export function deriveKeys(key: string, requests: readonly TranslationRequest[]): readonly string[] {
  const prefix = key.length > LONGEST_PREFIX ? `${key.slice(0, LONGEST_PREFIX - 12)}.${digest(key)}` : key;
  const seen = new Map<string, number>();
  return requests.map(request => {
    const own = requestDigest(request);
    const occurrence = (seen.get(own) ?? 0) + 1;
    seen.set(own, occurrence);
    return occurrence === 1 ? `${prefix}:${own}` : `${prefix}:${own}:${occurrence}`;
  });
}

/** The same for equal requests: in any order of fields, with or without undefined fields, and with one language given as a string or as a list. */
export function requestDigest(request: TranslationRequest): string {
  const { outputLanguage: _one, outputLanguages: _several, ...rest } = request;
  const sent: unknown = JSON.parse(JSON.stringify({ ...rest, languages: languagesOf(request) }));
  return digest(JSON.stringify(sent, (_, value: unknown) => (isObject(value) ? sorted(value) : value)));
}

const sorted = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).sort(([a], [b]) => compare(a, b)));

/** 53 bits in 11 characters (cyrb53, public domain): among 100 000 requests, a collision has a probability of one in a million. */
function digest(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36).padStart(11, '0');
}

/** A request as it is sent. Its languages are sorted, because repeated requests with the same key must be identical. */
export interface OrderedRequest {
  readonly request: TranslationRequest;
  /** The languages as they were given; one that is undefined if the request names none. */
  readonly languages: readonly (string | undefined)[];
  /** For each of them, the place of its job among those created. */
  readonly places: readonly number[];
}

/** Puts the languages of a request in order. */
export function inAlphabeticalOrder(request: TranslationRequest): OrderedRequest {
  const { outputLanguages } = request;
  if (outputLanguages === undefined || outputLanguages.length === 0)
    return { request, languages: [request.outputLanguage], places: [0] };
  const order = [...outputLanguages.keys()].sort((a, b) => compare(outputLanguages[a]!, outputLanguages[b]!));
  return {
    request: { ...request, outputLanguages: order.map(place => outputLanguages[place]!) },
    languages: outputLanguages,
    places: [...order.keys()].sort((a, b) => order[a]! - order[b]!),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

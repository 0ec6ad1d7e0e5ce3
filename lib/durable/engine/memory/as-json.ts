/** What a database gives back of a plain value: a copy, without undefined fields. */
export const asJson = <T>(value: T): T =>
  value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);

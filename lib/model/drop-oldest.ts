/** Limits a set or map of ids to `most` entries by removing the oldest. Call it after each addition. */
export function dropOldest<Id>(ids: Pick<Set<Id>, 'size' | 'keys' | 'delete'>, most: number): void {
  const [oldest] = ids.keys();
  if (ids.size > most && oldest !== undefined) ids.delete(oldest);
}

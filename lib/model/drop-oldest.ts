/** Keeps a memory of ids bounded: forgets the one that was added first if there are more than `most`. Call it after each addition. */
export function dropOldest<Id>(ids: Pick<Set<Id>, 'size' | 'keys' | 'delete'>, most: number): void {
  const [oldest] = ids.keys();
  if (ids.size > most && oldest !== undefined) ids.delete(oldest);
}

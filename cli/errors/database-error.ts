/** The database of durable watches cannot be used. The message never has a password. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

import type { Lease } from '../../engine/claims.js';

/** A row that a claim holds: it is due again when the lease ends. */
export const withLease = <Row extends object>(row: Row, { lease, until }: Lease): Row => ({
  ...row,
  lease,
  dueAt: until,
});

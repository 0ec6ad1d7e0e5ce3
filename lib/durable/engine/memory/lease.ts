/** What a claim gives to what it takes. */
export interface Lease {
  readonly lease: string;
  readonly until: number;
}

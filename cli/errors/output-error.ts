/** The output cannot be written, for example because the disk is full. */
export class OutputError extends Error {
  override readonly name = 'OutputError';

  /** @param code The system's own code. */
  constructor(code: string) {
    super(`Cannot write the output: ${code}.`);
  }
}

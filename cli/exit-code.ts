/** The exit codes of the command line. */
export const EXIT = {
  completed: 0,
  /** A job failed, was refused, or does not exist; or the output could not be written. */
  failed: 1,
  usage: 2,
  /** No key, or one that the service refuses (401). */
  auth: 3,
  /** Still running at the deadline. */
  stillRunning: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

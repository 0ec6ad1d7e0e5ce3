/** How the command line ends. */
export const EXIT = {
  completed: 0,
  /** A job failed, was refused, or is not there. */
  failed: 1,
  usage: 2,
  /** No key, or one that the service refuses. */
  auth: 3,
  /** Still running at the deadline. */
  stillRunning: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

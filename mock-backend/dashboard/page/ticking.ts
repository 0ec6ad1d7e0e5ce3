/** How often what changes with time is redrawn, in ms. */
const tickMs = 100;
/** The same for people who prefer less motion. */
const calmTickMs = 1000;

/** Calls `tick` regularly while it `isNeeded`. */
export const startTicking = (isNeeded: () => boolean, tick: () => void): void => {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  setInterval(
    () => {
      if (isNeeded()) tick();
    },
    isCalm ? calmTickMs : tickMs,
  );
};

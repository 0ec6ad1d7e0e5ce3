/** A timer this late, in ms, was held up by machine sleep, or by a browser that throttles a hidden tab. */
const LATE_MS = 2000;

/** Was a timer this late held up? */
export const isLate = (lateMs: number): boolean => lateMs > LATE_MS;

/** A late timer means sleep, after which all watches poll, spread out. A timer that is late repeatedly is throttled, and works as usual. */
export const hasSlept = (lateMs: number, wasLateBefore: boolean): boolean => isLate(lateMs) && !wasLateBefore;

/** A timer that fires so late, in ms, was held up by a sleep of the machine or by a browser that throttles a hidden tab. */
const LATE_MS = 2000;

export const isLate = (lateMs: number): boolean => lateMs > LATE_MS;

/** A late timer means sleep, after which everybody polls again, spread out. One that is late again and again is throttled, and just does its work. */
export const hasSlept = (lateMs: number, wasLateBefore: boolean): boolean => isLate(lateMs) && !wasLateBefore;

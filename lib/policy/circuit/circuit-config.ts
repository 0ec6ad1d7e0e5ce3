/** What opens a breaker, and how it recovers. */
export interface CircuitConfig {
  /**
   * Consecutive failures that open the circuit; at least 1.
   * @default 5
   */
  readonly failureThreshold: number;
  /**
   * How long the circuit first stays open, in ms; without jitter.
   * @default 60000
   */
  readonly resetTimeoutMs: number;
  /**
   * Failure rate, 0 to 1, that opens the circuit too, once `minimumCalls` were made within `windowMs`; 1 switches it off.
   * @default 1
   */
  readonly failureRate: number;
  /**
   * How many calls within `windowMs` are needed before `failureRate` counts; at least 1.
   * @default 20
   */
  readonly minimumCalls: number;
  /**
   * The time over which `failureRate` is measured, in ms.
   * @default 60000
   */
  readonly windowMs: number;
  /**
   * Each time a probe fails, the circuit stays open this many times longer; at least 1.
   * @default 2
   */
  readonly growth: number;
  /**
   * The longest time that the circuit stays open before jitter, in ms.
   * @default 600000
   */
  readonly maxResetTimeoutMs: number;
  /**
   * All but the first opening vary at random by up to ± this fraction; 0 to 1.
   * @default 0.1
   */
  readonly jitterFactor: number;
  /**
   * A probe that is not answered within this time has failed, in ms.
   * @default 30000; for a client's own breaker, its `requestTimeoutMs`
   */
  readonly probeTimeoutMs: number;
}

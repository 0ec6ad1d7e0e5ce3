/** What opens a breaker, and how it recovers. */
export interface CircuitConfig {
  /**
   * Consecutive failures that open the circuit; at least 1.
   * @default 5
   */
  readonly failureThreshold: number;
  /**
   * How long the circuit stays open at first, in ms, without jitter.
   * @default 60000
   */
  readonly resetTimeoutMs: number;
  /**
   * Share of failed calls, 0 to 1, that also opens the circuit, once there were `minimumCalls` within `windowMs`; 1 turns this off.
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
   * Each failed probe multiplies the time that the circuit stays open by this factor; at least 1.
   * @default 2
   */
  readonly growth: number;
  /**
   * The longest time that the circuit stays open before jitter, in ms.
   * @default 600000
   */
  readonly maxResetTimeoutMs: number;
  /**
   * The length of every opening but the first varies at random by up to ± this fraction; 0 to 1.
   * @default 0.1
   */
  readonly jitterFactor: number;
  /**
   * A probe without a response within this time counts as failed, in ms.
   * @default 30000; for a client's own breaker, its `requestTimeoutMs`
   */
  readonly probeTimeoutMs: number;
}

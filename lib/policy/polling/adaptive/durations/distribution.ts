/** The distribution of a job's duration, tabulated: ages in ms, and for each the probability that the job has ended by then. */
export class Distribution {
  /** Integral of `cdf`: the expected time since the end of a job of that age, in ms. */
  readonly integratedCdf: Float64Array;

  constructor(
    readonly ages: Float64Array,
    readonly cdf: Float64Array,
  ) {
    this.integratedCdf = new Float64Array(ages.length);
    for (let k = 1; k < ages.length; k++) {
      const step = ages[k]! - ages[k - 1]!;
      this.integratedCdf[k] = this.integratedCdf[k - 1]! + (step * (cdf[k]! + cdf[k - 1]!)) / 2;
    }
  }

  /** The last point of the table at or before `age`; -1 before the first. */
  indexOf(age: number): number {
    const { ages } = this;
    let low = -1;
    let high = ages.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (ages[middle]! <= age) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Probability that the job has ended by an age. */
  cdfAt(age: number): number {
    const { ages, cdf } = this;
    const k = this.indexOf(age);
    if (k < 0) return (cdf[0]! * Math.max(0, age)) / ages[0]!;
    if (k === ages.length - 1) return cdf[k]!;
    const part = (age - ages[k]!) / (ages[k + 1]! - ages[k]!);
    return cdf[k]! + part * (cdf[k + 1]! - cdf[k]!);
  }

  /** Integral of `cdfAt`. */
  integratedCdfAt(age: number): number {
    const { ages, cdf, integratedCdf } = this;
    const k = this.indexOf(age);
    if (k < 0) return 0;
    const past = age - ages[k]!;
    if (k === ages.length - 1) return integratedCdf[k]! + past * cdf[k]!;
    const slope = (cdf[k + 1]! - cdf[k]!) / (ages[k + 1]! - ages[k]!);
    return integratedCdf[k]! + past * (cdf[k]! + (slope * past) / 2);
  }
}

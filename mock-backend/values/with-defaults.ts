/** The options, with the default for each one that is undefined. */
export const withDefaults = <Options extends object, Defaults extends Partial<Options>>(
  options: Options,
  defaults: Defaults,
): WithDefaults<Options, Defaults> =>
  ({
    ...defaults,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  }) as WithDefaults<Options, Defaults>;

/** Options of which those with a default are always defined. */
export type WithDefaults<Options, Defaults> = Omit<Options, keyof Defaults> & {
  readonly [Key in keyof Defaults & keyof Options]-?: Exclude<Options[Key], undefined>;
};

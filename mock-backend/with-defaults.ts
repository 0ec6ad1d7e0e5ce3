/** Options as they were chosen over their defaults; one that is undefined was not chosen. */
export const withDefaults = <Options extends object, Defaults extends Partial<Options>>(
  options: Options,
  defaults: Defaults,
): WithDefaults<Options, Defaults> =>
  ({
    ...defaults,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  }) as WithDefaults<Options, Defaults>;

/** What has a default is there, and not undefined. */
export type WithDefaults<Options, Defaults> = Omit<Options, keyof Defaults> & {
  readonly [Key in keyof Defaults & keyof Options]-?: Exclude<Options[Key], undefined>;
};

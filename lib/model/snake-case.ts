/** A name such as `videoSeconds` as services and databases write it: `video_seconds`. */
export const snakeCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

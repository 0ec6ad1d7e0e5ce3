/**
 * Text from a service, made safe for a terminal: control characters and line breaks become spaces; format characters, such as those that
 * reverse the direction of a text, are shown as escapes.
 */
export const plainText = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/\p{Cf}/gu, escaped);

const escaped = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;

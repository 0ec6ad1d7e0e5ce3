/** Text from a service with its control characters replaced by spaces: a terminal would obey them. */
export const plainText = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

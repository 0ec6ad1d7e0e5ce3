/** A URL with its control and format characters and spaces percent-encoded, so that it stays one word and can still be opened. */
export const urlText = (url: string): string =>
  url.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/gu, character =>
    encodeURIComponent(/\p{Cs}/u.test(character) ? '\ufffd' : character),
  );

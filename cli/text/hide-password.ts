/** Text without the passwords of the addresses in it: `postgres://me:secret@host/db` becomes `postgres://me@host/db`. */
export const hidePassword = (text: string): string =>
  text
    .replaceAll(/([a-z][a-z\d+.-]*:\/\/[^\s/?#:@]*):[^\s]*@/gi, '$1@')
    .replaceAll(/([?&](?:ssl)?password=)[^\s&#]*/gi, '$1');

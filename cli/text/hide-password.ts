/**
 * Text without the passwords of the URLs in it: `postgres://me:secret@host/db` becomes `postgres://me@host/db`. In a database URL
 * everything up to the last `@` counts as the password: some are written unescaped.
 */
export const hidePassword = (text: string): string =>
  text
    .replaceAll(/(postgres(?:ql)?:\/\/[^\s/?#:@]*):\S*@/gi, '$1@')
    .replaceAll(/([a-z][a-z\d+.-]*:\/\/[^\s/?#:@]*):[^\s/?#]*@/gi, '$1@')
    .replaceAll(/([?&](?:ssl)?password=)[^\s&#]*/gi, '$1');

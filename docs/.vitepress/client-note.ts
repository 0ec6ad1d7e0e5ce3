const FIRST_WITH_CLIENT = /```\w+[^\n]*\n(?:(?!```)[^])*?from '\.\/client\.mjs'[^]*?\n```\n/;

/** Somebody who comes from a search engine has not read what `./client.mjs` is: a page says it below the first example that imports it. */
export const clientNote = {
  name: 'client-note',
  enforce: 'pre' as const,
  transform(page: string, id: string): string | undefined {
    if (!id.endsWith('.md')) return undefined;
    return page.replace(
      FIRST_WITH_CLIENT,
      example => `${example}\n\`client.mjs\` is in [Run the examples](/guides/#run-the-examples).\n`,
    );
  },
};

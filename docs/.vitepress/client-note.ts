const FIRST_WITH_CLIENT = /```\w+[^\n]*\n(?:(?!```)[^])*?from '\.\/client\.mjs'[^]*?\n```\n/;

/** Visitors from a search engine do not know `./client.mjs`, so each page explains it below the first example that imports it. */
export const clientNote = {
  name: 'client-note',
  enforce: 'pre' as const,
  transform(page: string, id: string): string | undefined {
    if (!id.endsWith('.md')) return undefined;
    return page.replace(
      FIRST_WITH_CLIENT,
      example => `${example}\nTo get \`client.mjs\`, see [Run the examples](/guides/#run-the-examples).\n`,
    );
  },
};

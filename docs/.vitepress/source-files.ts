/** One or more items of a list that are nothing but a link to a source file. */
const LIST = /(?:^- \[[^\]]+\]\(\.\.\/\.\.\/[^)]+\.(?:ts|tsx|vue|svelte|mjs)\)\n)+/gm;
const ITEM = /^- \[([^\]]+)\]\(([^)]+)\)$/gm;

/** In the repository such a list links to the files; the site shows them. */
export const sourceFiles = {
  name: 'source-files',
  enforce: 'pre' as const,
  transform(page: string, id: string): string | undefined {
    if (!id.endsWith('.md')) return undefined;
    return page.replace(LIST, list => {
      const files = list.replace(ITEM, (_, label: string, path: string) => `<<< ${path} [${label}]\n`);
      return `::: code-group\n\n${files}:::\n`;
    });
  },
};

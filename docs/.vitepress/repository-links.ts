import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MarkdownRenderer } from 'vitepress';

const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = join(root, 'docs');
const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly repository?: string | { readonly url: string };
};
/** Where the files of the repository can be read; undefined as long as package.json does not say. */
const url = (typeof repository === 'string' ? repository : repository?.url)
  ?.replace(/^git\+/, '')
  .replace(/\.git$/, '');

/**
 * Pages are read in the repository and as a site. A link that leaves `docs/`, such as `../../examples/react`, leads to the repository in the site. Links between pages are left to
 * VitePress, which refuses dead ones; here the others are checked.
 */
export function repositoryLinks(markdown: MarkdownRenderer): void {
  const open = markdown.renderer.rules.link_open;
  markdown.renderer.rules.link_open = (tokens, index, options, env: { path?: string }, self) => {
    const token = tokens[index];
    const href = token?.attrGet('href') ?? '';
    if (token && env.path !== undefined && href.startsWith('../')) {
      const [path = '', hash] = href.split('#');
      const target = join(dirname(env.path), path);
      if (relative(docs, target).startsWith('..')) {
        if (!existsSync(target)) throw new Error(`${env.path} links to ${href}, which does not exist`);
        const inRepository = `${relative(root, target)}${hash === undefined ? '' : `#${hash}`}`;
        token.attrSet('href', url === undefined ? '#' : `${url}/tree/main/${inRepository}`);
        return self.renderToken(tokens, index, options);
      }
    }
    return open ? open(tokens, index, options, env, self) : self.renderToken(tokens, index, options);
  };
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './fences.js';

const FENCE = /^```.*?^```$/gms;
const LINK = /\]\(([^)\s]+)\)|<<< (\S+)/g;

/** `file: link` of each link in these Markdown files that leads nowhere; addresses on the web are not tried. */
export function deadLinks(files: readonly string[]): readonly string[] {
  return files.flatMap(file => {
    const text = readFileSync(join(root, file), 'utf8').replace(FENCE, '');
    return [...text.matchAll(LINK)]
      .map(([, link, snippet]) => link ?? snippet ?? '')
      .filter(link => !/^(?:[a-z]+:|\/)/.test(link) && !leadsSomewhere(file, link))
      .map(link => `${file}: ${link}`);
  });
}

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(root, file) : join(root, dirname(file), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(target).includes(anchor);
}

/** The anchors of a page, as GitHub and VitePress make them from its headings. */
const anchorsOf = (file: string): readonly string[] =>
  [
    ...readFileSync(file, 'utf8')
      .replace(FENCE, '')
      .matchAll(/^#+ (.+)$/gm),
  ].map(([, heading = '']) =>
    heading
      .replace(/[`*]|\[|\]\([^)]*\)/g, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** Puts the marble pictures into the page itself, so that they have the colours of its theme. */
export function inlinePictures(markdown: MarkdownRenderer): void {
  const image = markdown.renderer.rules.image;
  markdown.renderer.rules.image = (tokens, index, options, env: { path?: string }, self) => {
    const source = tokens[index]?.attrGet('src') ?? '';
    if (env.path !== undefined && /^\.\.\/pictures\/.+\.svg$/.test(source)) {
      const svg = readFileSync(join(dirname(env.path), source), 'utf8');
      return svg.replace(/<style>.*<\/style>/, '').replaceAll('\n', '');
    }
    return image ? image(tokens, index, options, env, self) : self.renderToken(tokens, index, options);
  };
}

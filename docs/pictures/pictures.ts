// The marble pictures of the guides. `observe` runs a scene of `diagrams` in virtual time and writes down what the library does, as marbles; `marble-svg` draws them.
import { fileURLToPath } from 'node:url';
import { DIAGRAMS } from './diagrams.js';
import { svgOf } from './marble-svg.js';
import { observe } from './observe.js';

/** Every picture, and the file that it is kept in. */
export function pictures(): readonly { readonly file: string; readonly svg: string }[] {
  return DIAGRAMS.map(diagram => ({
    file: fileURLToPath(new URL(`${diagram.name}.svg`, import.meta.url)),
    svg: svgOf(diagram.title, observe(diagram), diagram.lastsMs),
  }));
}

import type { Host } from '../host.js';

/**
 * Whether lines can be redrawn in place: on a terminal, unless it says that it is `dumb`, as that of an editor. The terminals of CI systems are
 * log files: each redraw would be one more line.
 */
export const canRedraw = ({ stdout, env: { TERM, CI } }: Pick<Host, 'stdout' | 'env'>): boolean =>
  stdout.isTTY === true && TERM !== 'dumb' && ['', '0', 'false', undefined].includes(CI);

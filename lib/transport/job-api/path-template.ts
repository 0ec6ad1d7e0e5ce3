import { leadsOutside } from '../http/base-url.js';
import { secretsIn } from '../http/headers.js';

/** The path segments and the query of a request. */
export interface Target {
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** The secrets in the query. */
  readonly secrets?: readonly string[];
}

/**
 * Reads a path such as `/status/{id}` or `/status?job_id={id}`. Values are encoded.
 *
 * @param option Its name, for the message.
 * @param placeholder Such as `{id}`; undefined if there is none.
 * @throws TypeError if it is not a path, or lacks the placeholder.
 */
export function pathTemplate(
  option: string,
  template: unknown,
  placeholder?: '{id}' | '{ids}',
): (value?: string) => Target {
  if (typeof template !== 'string' || !/^\/[^?#]+(?:\?[^?#]+)?$/.test(template)) {
    refuse(option, 'must be a path such as /status/{id} or /status?job_id={id}');
  }
  if (placeholder !== undefined && !template.includes(placeholder)) {
    refuse(option, `must contain ${placeholder}`);
  }
  const [path = '', search = ''] = template.split('?');
  const segments = path.slice(1).split('/');
  if (leadsOutside(segments)) refuse(option, 'must not have empty segments, . or ..');
  const pairs = [...new URLSearchParams(search)];
  // Of the template, before it is filled: a job id is never a secret, even in a parameter named like one.
  const secrets = secretsIn(Object.fromEntries(pairs));
  return (value = '') => {
    const fill = (text: string) =>
      placeholder === undefined ? text : text.replaceAll(placeholder, () => value);
    const query = Object.fromEntries(pairs.map(([name, text]) => [name, fill(text)]));
    return { path: segments.map(fill), ...(pairs.length > 0 && { query, secrets }) };
  };
}

function refuse(option: string, bound: string): never {
  throw new TypeError(`Cannot reach the job API: \`${option}\` ${bound}`);
}

/** The element of the page with this id. The page and its script are one thing: a missing element is a mistake of ours. */
export const byId = <Kind extends Element>(id: string, kind: new () => Kind): Kind =>
  asKind(document.getElementById(id), kind, `#${id}`);

/** The first element within another one that a selector finds. */
export const within = <Kind extends Element>(
  root: ParentNode,
  selector: string,
  kind: new () => Kind,
): Kind => asKind(root.querySelector(selector), kind, selector);

/** A fresh copy of what a template holds. */
export const copyOf = <Kind extends Element>(templateId: string, kind: new () => Kind): Kind =>
  asKind(
    byId(templateId, HTMLTemplateElement).content.firstElementChild?.cloneNode(true),
    kind,
    `#${templateId}`,
  );

/** Writes only what differs: a text that stays costs no layout, and no screen reader reads it again. */
export const setText = (element: Element, text: string): void => {
  if (element.textContent !== text) element.textContent = text;
};

const asKind = <Kind extends Element>(
  found: Node | null | undefined,
  kind: new () => Kind,
  what: string,
): Kind => {
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${what} that is a ${kind.name}`);
};

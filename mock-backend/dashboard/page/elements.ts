/** The element with this id. A missing one is a mistake in the page. */
export const byId = <Kind extends Element>(id: string, kind: new () => Kind): Kind =>
  asKind(document.getElementById(id), kind, `#${id}`);

/** The first match of a selector within another element. */
export const within = <Kind extends Element>(
  root: ParentNode,
  selector: string,
  kind: new () => Kind,
): Kind => asKind(root.querySelector(selector), kind, selector);

/** A copy of a template's content. */
export const copyOf = <Kind extends Element>(templateId: string, kind: new () => Kind): Kind =>
  asKind(
    byId(templateId, HTMLTemplateElement).content.firstElementChild?.cloneNode(true),
    kind,
    `#${templateId}`,
  );

/** Writes only a text that differs: the same text would cost a layout, and a screen reader would read it again. */
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

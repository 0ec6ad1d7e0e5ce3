/** On a small screen the jobs come before the controls: panels that can be opened start closed. */
export const closePanelsOnSmallScreens = (): void => {
  if (!matchMedia('(width < 780px)').matches) return;
  for (const panel of document.querySelectorAll<HTMLDetailsElement>('details.panel')) panel.open = false;
};

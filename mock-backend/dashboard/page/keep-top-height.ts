/** Tells the style sheet how high the bar at the top is: what stays in sight while the page is scrolled stays below it. */
export const keepTopHeight = (bar: HTMLElement): void => {
  new ResizeObserver(() =>
    document.documentElement.style.setProperty('--top', `${bar.offsetHeight}px`),
  ).observe(bar);
};

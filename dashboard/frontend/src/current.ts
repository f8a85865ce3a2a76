/** Bars of links that are wider than a phone begin with the link of the page that is open in sight. */
export function showCurrent(): void {
  for (const link of document.querySelectorAll<HTMLElement>(".tabs > [aria-current], .sections > [aria-current]")) {
    const bar = link.parentElement!;
    bar.scrollLeft = link.offsetLeft - bar.offsetLeft - (bar.clientWidth - link.offsetWidth) / 2;
  }
}

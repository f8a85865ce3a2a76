/** What lies further down the page is asked for when the reader comes near it, so that the first screen is quick. */

const NEAR = "240px";

/** A function that runs `run` when `root` is near the screen: at once, or as soon as it comes there. */
export function whenNear(root: Element, run: () => void): () => void {
  let near = false;
  let waiting = false;
  const attend = ([entry]: IntersectionObserverEntry[]) => {
    near = entry?.isIntersecting ?? true;
    if (near && waiting) {
      waiting = false;
      run();
    }
  };
  new IntersectionObserver(attend, { rootMargin: NEAR }).observe(root);
  // Paper has no further down.
  addEventListener("beforeprint", () => attend([{ isIntersecting: true } as IntersectionObserverEntry]));
  return () => {
    if (near) run();
    else waiting = true;
  };
}

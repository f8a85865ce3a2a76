/** What lies further down the page is asked for when the reader comes near it, so that the first screen is quick. */

const NEAR_PX = 240;

/** A function that runs `run` when `root` is near the screen: at once, or as soon as it comes there. */
export function whenNear(root: Element, run: () => void): () => void {
  // The observer first speaks when the page has been painted; what is seen at once should be asked for before.
  let near = root.getBoundingClientRect().top < innerHeight + NEAR_PX;
  let waiting = false;
  const attend = ([entry]: IntersectionObserverEntry[]) => {
    near = entry?.isIntersecting ?? true;
    if (near && waiting) {
      waiting = false;
      run();
    }
  };
  new IntersectionObserver(attend, { rootMargin: `${NEAR_PX}px` }).observe(root);
  // Paper has no further down.
  addEventListener("beforeprint", () => attend([{ isIntersecting: true } as IntersectionObserverEntry]));
  return () => {
    if (near) run();
    else waiting = true;
  };
}

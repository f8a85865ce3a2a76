import { safely } from "./safely";

/**
 * Listens on the window for one or more events, their types separated by spaces. Capturing means
 * that the page cannot hide an event from us, and brings the events of the document and of its
 * elements too, bubbling or not.
 */
export function listen<E extends Event>(types: string, listener: (event: E) => void): void {
  for (const type of types.split(" ")) {
    addEventListener(type, safely(listener) as (event: Event) => void, true);
  }
}

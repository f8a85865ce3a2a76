import { listen } from "../listen";

const PROP = "data-li-prop-";

/**
 * Calls back with name and properties when something inside an element with `data-li-event` is
 * clicked. `data-li-prop-plan="pro"` becomes the property `plan`.
 */
export function onMarkupEvent(
  callback: (name: string, props: Record<string, string>) => void,
): void {
  listen("click", ({ target }) => {
    // A click on the document itself has no closest; the guard around listeners takes care.
    const element = (target as Element).closest("[data-li-event]");
    if (!element) return;
    const props: Record<string, string> = {};
    for (const { name, value } of element.attributes) {
      if (name.startsWith(PROP)) props[name.slice(PROP.length)] = value;
    }
    callback(element.getAttribute("data-li-event")!, props);
  });
}

/** What visitors click: elements with `data-li-event`, links to other hosts, files. */
import { automatic } from "../options";
import { enqueue } from "../queue";

/** Counts a click, and a middle click, which opens another tab; a right click opens none. */
export const countClick = (event: MouseEvent): void => {
  // The path also leads into web components, where the target is the component itself.
  if (event.button < 2) (event.composedPath() as HTMLElement[]).map((element) => {
    const name = element.dataset?.liEvent;
    if (name) {
      const props: Record<string, string> = {};
      for (const { name, value } of element.attributes) {
        const prop = name.split("data-li-prop-")[1];
        if (prop) props[prop] = value;
      }
      const [amount, currency] = (element.dataset.liRevenue + "").split(" ");
      enqueue({ name, props, revenue: currency && { amount, currency } });
    }
    if (element.matches?.("a")) {
      const url = new URL(element.getAttribute("href")!, element.baseURI);
      if (url.host && url.host != location.host && automatic("outbound")) {
        enqueue({ name: "Outbound Link: Click", props: { url: url.href } });
      } else if (automatic("downloads") && ((element.attributes as any).download || /\.(pdf|(doc|xls|pp)\w*|rtf|txt|csv|zip|rar|t?\wz|exe|msi|dmg|pkg|apk|mp\w+|avi|mov|wm\w|wav)$/i.test(url.pathname))) {
        enqueue({ name: "File Download", props: { url: url.origin + url.pathname } });
      }
    }
  });
};

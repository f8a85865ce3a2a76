/** What visitors click: elements with `data-li-event`, links to other hosts, files. */
import { sentPath } from "../address";
import { automatic } from "../options";
import { enqueue } from "../queue";

/** Counts a click, and a middle click, which opens another tab; a right click opens none. */
export const countClick = (event: MouseEvent): void => {
  if (event.button > 1) return;
  // The path also leads into web components, where the target is the component itself.
  (event.composedPath() as HTMLAnchorElement[]).map((element) => {
    const { dataset, host, pathname, origin, attributes } = element;
    const name = dataset?.liEvent;
    if (name) {
      const props: Record<string, string> = {};
      for (const { name, value } of attributes) {
        const prop = name.split("data-li-prop-")[1];
        if (prop) props[prop] = value;
      }
      const [amount, currency] = (dataset.liRevenue + "").split(" ");
      enqueue({ name, props, revenue: currency && { amount, currency } });
    }
    // Elements have no origin, whatever the fields of a form are called, mails and the like have
    // another, and the window has no path.
    if (pathname && /^http/.test(origin)) {
      const link =
        host != location.host && automatic("outbound")
          ? "Outbound Link: Click"
          : ((attributes as any).download || /\.(?!htm|php|asp|jsp)[a-z7]\w{1,3}$/i.test(pathname)) &&
            automatic("downloads") &&
            "File Download";
      const path = sentPath(element);
      if (link && path) enqueue({ name: link, props: { url: origin + path } });
    }
  });
};

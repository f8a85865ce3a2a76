/** What visitors click: elements with `data-li-event`, links to other hosts, files. */
import { automatic } from "../options";
import { enqueue } from "../queue";

/** Counts a click, with whatever key. Those of the other mouse buttons are no clicks to a browser. */
export const countClick = (event: MouseEvent): void => {
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
    // Other elements have none, whatever the fields of a form are called; mails and the like have another.
    if (/^http/.test(origin)) {
      const outbound = host != location.host;
      const file = (attributes as any).download || /\.(?!htm|php|asp|jsp)[a-z7]\w{1,3}$/i.test(pathname);
      const link =
        outbound && automatic("outbound")
          ? "Outbound Link: Click"
          : file && automatic("downloads") && "File Download";
      if (link) enqueue({ name: link, props: { url: origin + pathname } });
    }
  });
};

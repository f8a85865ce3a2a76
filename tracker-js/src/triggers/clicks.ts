/** What visitors click: elements with `data-li-event`, links to other hosts, files. */
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
    // Other elements have neither; addresses of mails and the like have no host.
    if (host && pathname) {
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

/** What visitors click: elements with `data-li-event`, links to other hosts, files. */
import { automatic } from "../options";
import { enqueue } from "../queue";

const FILE =
  /\.(pdf|docx?|xlsx?|p(ptx?|ps|kg)|rtf|txt|csv|key|7z|rar|t?gz|zip|exe|msi|dmg|apk|mp[34]|mpe?g|avi|mov|wm[av]|wav|midi?)$/i;

/** Counts a click, and a middle click, which opens another tab; a right click opens none. */
export const countClick = (event: MouseEvent): void => {
  // The path also leads into web components, where the target is the component itself.
  if (event.button < 2) (event.composedPath() as HTMLElement[]).map((element) => {
    const { liEvent, liRevenue } = element.dataset || {};
    if (liEvent) {
      const props: Record<string, string> = {};
      for (const { name, value } of element.attributes) {
        const prop = name.split("data-li-prop-")[1];
        if (prop) props[prop] = value;
      }
      const [amount, currency] = (liRevenue || "").split(" ");
      enqueue({ name: liEvent, props, revenue: currency && { amount, currency } });
    }
    if (element.localName == "a") {
      const { href, host, pathname } = new URL(element.getAttribute("href")!, document.baseURI);
      if (host && host != location.host && automatic("outbound")) {
        enqueue({ name: "Outbound Link: Click", props: { url: href } });
      } else if (automatic("downloads") && (element.hasAttribute("download") || FILE.test(pathname))) {
        enqueue({ name: "File Download", props: { url: href.split("?")[0] } });
      }
    }
  });
};

/** Entry of the script: decides whether there is anything to measure, and when to begin. */
import { installApi } from "./api";
import { readConfig } from "./config";
import { listen } from "./listen";
import { optedOut } from "./privacy";
import { safely } from "./safely";
import { startTracker } from "./tracker";

safely(() => {
  const config = readConfig(document.currentScript as HTMLScriptElement);
  if (!config.head.site || window.liveinsight?.loaded) return;

  const accept = installApi();
  const start = () => accept(config.respectDnt && optedOut() ? {} : startTracker(config));
  // Nobody has seen a prerendered page before it is activated.
  if (document.prerendering) listen("prerenderingchange", start);
  else start();
})();

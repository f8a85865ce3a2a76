import { PUBLIC_LIVEINSIGHT_API, PUBLIC_LIVEINSIGHT_SITE } from "$env/static/public";
import type { ClientInit } from "@sveltejs/kit";
import { init as startTracker } from "liveinsight-tracker";
import { measureVitals } from "liveinsight-tracker/vitals";

// SvelteKit calls it in the browser, once, when the application starts.
export const init: ClientInit = () => {
  startTracker({ site: PUBLIC_LIVEINSIGHT_SITE, api: PUBLIC_LIVEINSIGHT_API });
  measureVitals();
};

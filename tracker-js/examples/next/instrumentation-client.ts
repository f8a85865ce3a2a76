// Next.js runs this file in the browser, once, before the page becomes interactive.
import { init } from "liveinsight-tracker";
import { measureVitals } from "liveinsight-tracker/vitals";

init({
  site: process.env.NEXT_PUBLIC_LIVEINSIGHT_SITE!,
  api: process.env.NEXT_PUBLIC_LIVEINSIGHT_API,
});
measureVitals();

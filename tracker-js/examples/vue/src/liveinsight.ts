import { init, track, type Options } from "liveinsight-tracker";
import { measureVitals } from "liveinsight-tracker/vitals";
import type { Plugin } from "vue";

declare module "vue" {
  interface ComponentCustomProperties {
    $track: typeof track;
  }
}

/** `app.use(liveinsight, { site: … })` starts the tracker and gives templates `$track`. */
export const liveinsight: Plugin<[Options]> = {
  install(app, options) {
    init(options);
    measureVitals();
    app.config.globalProperties.$track = track;
  },
};

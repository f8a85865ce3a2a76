import { createApp } from "vue";
import { liveinsight } from "./liveinsight.ts";
import SignUp from "./SignUp.vue";

createApp(SignUp, { plan: "pro" })
  .use(liveinsight, { site: "SITE_KEY", api: "https://COLLECTOR" })
  .mount("#app");

import { init } from "liveinsight-tracker";
import { measureVitals } from "liveinsight-tracker/vitals";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SignUp } from "./SignUp.tsx";

// Beside the components, not in an effect of one: it runs once, before the first page is rendered.
init({ site: "SITE_KEY", api: "https://COLLECTOR" });
measureVitals();

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <SignUp plan="pro" />
  </StrictMode>,
);

/** Within which time the steps must be taken. */
import { element } from "../dom.ts";
import { input } from "../form/fields.ts";
import { text } from "../messages.ts";
import { MOST_DAYS, type Funnel } from "./definition.ts";

export function withinFields(funnel: Funnel, changed: (change: Partial<Funnel>) => void): HTMLElement {
  const days = input("days", { className: "within-days", type: "number", min: "1", max: String(MOST_DAYS), step: "1", value: String(funnel.days) });
  days.setAttribute("aria-label", text("funnel.days"));
  const visit = radio("visit", funnel.within === "visit");
  const several = radio("days", funnel.within === "days");
  const tell = () => {
    const given = Number(days.value);
    const valid = Number.isInteger(given) && given >= 1 && given <= MOST_DAYS;
    days.setAttribute("aria-invalid", String(!valid));
    changed({ within: several.checked ? "days" : "visit", ...(valid ? { days: given } : {}) });
  };
  for (const each of [visit, several]) each.addEventListener("change", tell);
  days.addEventListener("input", () => {
    several.checked = true;
    tell();
  });
  const [before = "", after = ""] = text("funnel.withinDays").split("{n}");
  return element(
    "fieldset",
    "within",
    element("legend", "", text("funnel.within")),
    element("label", "", visit, element("span", "", text("funnel.withinVisit"))),
    element("label", "", several, element("span", "", before), days, element("span", "", after)),
  );
}

function radio(value: string, checked: boolean): HTMLInputElement {
  return input("within", { type: "radio", value, checked });
}

/** The overview of a site; of a new one, what it waits for until somebody comes. */
import { find } from "../dom.ts";
import { openFigures } from "../overview/figures.ts";
import { firstVisit, showNow } from "../overview/now.ts";
import { openPanels } from "../overview/panels.ts";
import { keepPrintedLine } from "../printed.ts";
import { openReport } from "../view/bar.ts";

const waiting = document.querySelector("[data-first-visit]");
if (waiting) {
  await firstVisit();
  waiting.remove();
  find(document, "[data-overview]").hidden = false;
}
const refreshes = [openFigures(), openPanels()];
keepPrintedLine({ compares: true });
openReport((view) => refreshes.forEach((refresh) => refresh(view)), { compares: true });
showNow();

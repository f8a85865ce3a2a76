/** The overview of a site. */
import { openFigures } from "../overview/figures.ts";
import { showNow } from "../overview/now.ts";
import { openPanels } from "../overview/panels.ts";
import { openReport } from "../view/bar.ts";

const refreshes = [openFigures(), openPanels()];
openReport((view) => refreshes.forEach((refresh) => refresh(view)), { compares: true });
showNow();

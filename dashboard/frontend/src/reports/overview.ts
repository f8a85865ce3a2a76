/** The overview of a site. */
import { openFigures } from "../overview/figures.ts";
import { showNow } from "../overview/now.ts";
import { openPanels } from "../overview/panels.ts";
import { openReport } from "../view/bar.ts";

const parts = [openFigures(), openPanels()];
openReport((view) => parts.forEach((refresh) => refresh(view)), { compares: true });
showNow();

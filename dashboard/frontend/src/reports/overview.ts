/** The overview of a site. */
import { bars } from "../bars.ts";
import { number } from "../format.ts";
import { find } from "../dom.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { query } from "../stats.ts";
import { openReport } from "../view/bar.ts";
import { view } from "../view/view.ts";

const panel = new Panel(find(document, "[data-panel=sources]"), {
  load: (signal) => query(view(), { metrics: ["visitors"], dimensions: ["visit:source"], pagination: { limit: 9 } }, signal),
  show: ({ results }, body) => {
    if (!results.length) return text("overview.nothing");
    const most = Number(results[0]?.metrics[0]);
    const rows = results.map((row) => ({ value: row.dimensions[0] ?? "", share: Number(row.metrics[0]) / most, figures: [number(Number(row.metrics[0]))] }));
    body.replaceChildren(bars("visit:source", rows, ["", text("metric.visitors")]));
    return undefined;
  },
});
openReport(() => void panel.refresh(), { compares: true });

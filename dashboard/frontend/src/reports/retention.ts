/** Who comes back: cohorts, their average, and how far the ids of this site can tell. */
import { Refused } from "../ask.ts";
import { element, find } from "../dom.ts";
import { number, share } from "../format.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { keepPrintedLine } from "../printed.ts";
import { begun, BY, suitable, type By, type Retention } from "../retention/cohorts.ts";
import { Curve } from "../retention/curve.ts";
import { nothing } from "../retention/empty.ts";
import { COLUMNS, lines } from "../retention/csv.ts";
import { grid } from "../retention/grid.ts";
import { site } from "../site.ts";
import { report } from "../stats.ts";
import { switchOf } from "../switch.ts";
import { csv, download } from "../table.ts";
import { openReport } from "../view/bar.ts";
import { parameter, setParameter, view } from "../view/view.ts";

const root = find(document, ".report-retention");
const curveRoot = find(root, "[data-panel=curve]");
const save = find<HTMLButtonElement>(root, "[data-csv]");
const ids = find(root, "[data-ids]");
const identify = "identify" in ids.dataset;
/** More columns than fit beside the average. */
const MANY = 14;
let curve: Curve | undefined;
let shown: Retention | undefined;
/** What `shown` answers: the unit is only another way to write the same answer. */
let answered = "";

const periods = switchOf(text("retention.by"), BY.map((value) => ({ value, label: text(`retention.by.${value}`) })), (value) => setParameter("by", value));
const units = switchOf(
  text("retention.unit"),
  [
    { value: "percent", label: "%", title: text("retention.percent") },
    { value: "count", label: text("retention.count"), title: text("retention.countHint") },
  ],
  (value) => setParameter("show", value === "count" ? "count" : null, "replace"),
);
find(root, "[data-by]").append(periods.element);
find(root, "[data-units]").append(units.element);

const panel = new Panel<Retention | Refused>(find(root, "[data-panel=cohorts]"), {
  load: async (signal) => (shown && answered === question() ? shown : report<Retention>("retention", view(), { period: by() }, signal).catch(tooMany)),
  show: (answer, body) => {
    shown = answer instanceof Refused ? undefined : answer;
    answered = question();
    const empty = shown ? nothing(shown, by(), identify) : element("p", "empty", text("retention.tooMany"));
    for (const part of [curveRoot, save, units.element, find(root, "[data-legend]")]) part.hidden = Boolean(empty);
    sayIds(empty ? undefined : shown);
    if (!shown || empty) return empty;
    const cohorts = begun(shown.cohorts);
    find(root, ".retention").classList.toggle("many", cohorts.length > MANY);
    body.replaceChildren(grid(cohorts, { by: by(), counts: counts(), today: site().today }));
    curve ??= new Curve(find(curveRoot, "[data-body]"));
    curveRoot.removeAttribute("aria-busy");
    curve.show(cohorts, by());
    return undefined;
  },
});
save.addEventListener("click", () => shown && download(`retention-${site().domain}-${by()}.csv`, csv(COLUMNS, lines(begun(shown.cohorts)))));
keepPrintedLine();
openReport(look);

function look(): void {
  periods.update(by());
  units.update(counts() ? "count" : "percent");
  void panel.refresh();
}

const question = (): string => JSON.stringify([view().period, view().filters, by()]);

function by(): By {
  return BY.find((each) => each === parameter("by")) ?? suitable(view().period, site().today);
}

function counts(): boolean {
  return parameter("show") === "count";
}

/** More periods than the report compares is no failure: a longer period is what helps. */
function tooMany(failure: unknown): Refused {
  if (failure instanceof Refused && failure.code === "invalid_period") return failure;
  throw failure;
}

function sayIds(answer: Retention | undefined): void {
  ids.hidden = !answer;
  if (!answer) return;
  const { visitors, lasting, percent } = answer.lasting_ids;
  const says = text("retention.ids", { percent: share(percent), lasting: number(lasting), visitors: number(visitors) });
  ids.replaceChildren(element("p", "", element("strong", "", says), " ", text(identify ? "retention.idsIdentified" : "retention.idsHigher")));
}

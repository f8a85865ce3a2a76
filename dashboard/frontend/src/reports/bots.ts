/** Bots: which came, how often, when, and to which pages. AI crawlers and assistants first. */
import { AI, askBots, type Bots } from "../bots/bots.ts";
import { Course } from "../bots/course.ts";
import { figures } from "../bots/figures.ts";
import { listIn } from "../bots/list.ts";
import { pathsIn } from "../bots/paths.ts";
import { columns } from "../bots/table.ts";
import { isAborted } from "../ask.ts";
import { find } from "../dom.ts";
import { counted, text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { keepPrintedLine } from "../printed.ts";
import { site } from "../site.ts";
import { csv, download } from "../table.ts";
import { openReport } from "../view/bar.ts";
import { view } from "../view/view.ts";

const root = find(document, ".report-bots");
const cards = ["ai", "others", "paths"].map((name) => find(root, `[data-panel=${name}]`)) as [HTMLElement, HTMLElement, HTMLElement];
const [ai, others, paths] = cards;
const bodyOf = (card: HTMLElement) => find(card, "[data-body]");
const save = find<HTMLButtonElement>(root, "[data-csv]");
const [filters, exceeded] = [find(root, "[data-filters-note]"), find(root, "[data-exceeded]")];
const course = new Course();
const showAi = listIn(bodyOf(ai), text("bots.ai"), text("bots.noneOfAi"));
const showOthers = listIn(bodyOf(others), text("bots.others"), text("bots.noneOther"));
const showPaths = pathsIn(find(paths, "[data-tabs]"), bodyOf(paths));
let shown: Bots | undefined;

/** The only one that asks: one answer fills all cards. */
const panel = new Panel<Bots>(find(root, "[data-panel=course]"), {
  load: (signal) =>
    askBots(view(), signal).catch((failure: unknown) => {
      if (!isAborted(failure)) fill(undefined);
      throw failure;
    }),
  show: (answer, body) => {
    fill(answer);
    if (!answer.hits) return text("bots.none");
    body.replaceChildren(figures(answer), course.element);
    course.show(answer);
    return undefined;
  },
});

save.addEventListener("click", () => shown && download(`bots-${site().domain}.csv`, csv(columns(), shown.bots)));
keepPrintedLine({ filters: false });
openReport(
  (looked) => {
    filters.hidden = !looked.filters.length;
    void panel.refresh();
  },
  { filters: false },
);

/** The cards below the figures; without an answer, or without bots, they are not there. */
function fill(answer: Bots | undefined): void {
  shown = answer;
  save.hidden = !answer?.hits;
  exceeded.hidden = !answer?.meta.exceeded_hours;
  exceeded.textContent = counted("bots.exceeded", answer?.meta.exceeded_hours ?? 0);
  for (const card of cards) {
    card.hidden = !answer?.hits;
    card.removeAttribute("aria-busy");
  }
  if (!answer?.hits) return;
  showAi(answer.bots.filter(({ kind }) => AI.includes(kind)));
  showOthers(answer.bots.filter(({ kind }) => !AI.includes(kind)));
  showPaths(answer.paths);
}

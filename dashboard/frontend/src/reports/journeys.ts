/** Journeys: which ways visits take from a page or event, or to it. */
import { said } from "../ask.ts";
import { button, element, find } from "../dom.ts";
import { MOST_NAME } from "../form/fields.ts";
import { share } from "../format.ts";
import { counted, text } from "../messages.ts";
import { asTable } from "../journeys/as_table.ts";
import { nodeName, percentOf, type JourneysAnswer } from "../journeys/answer.ts";
import { Choice } from "../journeys/choice.ts";
import { asked, blank, fromSaved, parseJourney, sameJourney, writeJourney, type Journey, type SavedJourney } from "../journeys/definition.ts";
import { Diagram } from "../journeys/diagram.ts";
import { Panel } from "../panel.ts";
import { keepPrintedLine } from "../printed.ts";
import { Shelf } from "../saved/shelf.ts";
import { site } from "../site.ts";
import { report, query } from "../stats.ts";
import { isWhole, page } from "../steps/action.ts";
import { toast } from "../toast.ts";
import { openReport } from "../view/bar.ts";
import { inPage } from "../view/menu.ts";
import { hrefWith, parameter, setParameters, view } from "../view/view.ts";

/** No visits at all; a beginning that is not filled in; or a journey with its answer. */
type Shown = "nothing" | "unfinished" | { journey: Journey; answer: JourneysAnswer };

const root = find(document, "[data-panel=journey]");
const shelf = new Shelf<SavedJourney>("journey", () => void panel.refresh());
const diagram = new Diagram();
const choice = new Choice(find(document, "[data-choice]"), (journey) => {
  // The browser's history keeps the places one has been to, not every change of the form.
  setParameters({ draft: writeJourney(journey) }, parameter("draft") ? "replace" : "push");
});

const panel = new Panel<Shown>(root, {
  async load(signal) {
    await shelf.load();
    const draft = parseJourney(parameter("draft"));
    const saved = shelf.chosen();
    const journey = draft ?? (saved ? fromSaved(saved) : await usual(signal));
    head(saved, journey);
    if (!journey) return "nothing";
    choice.show(journey);
    if (!isWhole(journey.action)) return "unfinished";
    return { journey, answer: await report<JourneysAnswer>("journeys", view(), asked(journey), signal) };
  },
  show(shown, body) {
    if (shown === "nothing") return text("journey.nothing");
    if (shown === "unfinished") return text("journey.unfinished");
    const { journey, answer } = shown;
    if (!answer.visits) return text("journey.nobody", { step: journey.action.value });
    const focused = diagram.element.contains(document.activeElement);
    const hints = [hint("flow-from-here", "journey.fromHere"), hint("flow-more", "journey.more")];
    const open = body.querySelector<HTMLDetailsElement>(".flow-table")?.open ?? false;
    const numbers = asTable(answer, journey.forward);
    (numbers as HTMLDetailsElement).open = open;
    body.replaceChildren(headline(answer, journey), diagram.element, ...hints, numbers);
    diagram.show(answer, journey);
    // The node that led here is gone.
    if (focused) diagram.element.focus({ preventScroll: true });
    return undefined;
  },
});

/** Where most visits begin, so that the page shows something before anything is chosen. */
async function usual(signal: AbortSignal): Promise<Journey | undefined> {
  const { results } = await query(view(), { metrics: ["visits"], dimensions: ["visit:entry_page"], pagination: { limit: 1 } }, signal);
  const value = results[0]?.dimensions[0];
  return value ? blank(page(value)) : undefined;
}

/** The answer in a sentence: how many, what most do next, and how many leave. */
function headline({ visits, nodes }: JourneysAnswer, { forward, action }: Journey): HTMLElement {
  const next = nodes.filter(({ step }) => step === 1);
  const most = next.find(({ type }) => type === "pageview" || type === "event");
  const gone = next.find(({ type }) => type === "exit" || type === "entry");
  const says = element("p", "flow-says", text("journey.reached", { visits: counted("visits", visits), step: action.value }));
  const values = (node: { visits: number }) => share(percentOf(node.visits, visits));
  if (most) says.append(" ", text(forward ? "journey.mostNext" : "journey.mostBefore", { step: nodeName(most), share: values(most) }));
  if (gone) says.append(" ", text(forward ? "journey.left" : "journey.entered", { share: values(gone) }));
  return says;
}

function hint(id: string, name: string): HTMLElement {
  const made = element("p", id === "flow-more" ? "visually-hidden" : "hint", text(name));
  made.id = id;
  return made;
}

function head(saved: SavedJourney | undefined, journey: Journey | undefined): void {
  const changed = Boolean(saved && journey && !sameJourney(journey, fromSaved(saved)));
  shelf.showList(saved, undefined);
  find(root, "h2").textContent = saved?.name ?? text("journey.title");
  const actions = find(root, "[data-actions]");
  actions.replaceChildren();
  if (parameter("draft") && !saved) actions.append(button("card-action", text("journey.reset"), () => setParameters({ draft: null })));
  if (!site().mayEdit || !journey || !isWhole(journey.action)) return;
  if (saved && changed) actions.append(button("card-action", text("journey.saveChanges"), () => save(saved.name, journey, saved.id)));
  if (!saved || changed) actions.append(button("card-action", text("journey.save"), () => askName(journey)));
  if (!saved) return;
  actions.append(button("card-action", text("saved.rename"), () => shelf.rename(saved)), button("card-action", text("saved.delete"), () => void shelf.remove(saved)));
}

function askName(journey: Journey): void {
  const name = text(journey.forward ? "journey.nameAfter" : "journey.nameBefore", { step: journey.action.value });
  shelf.askName(text("journey.save"), name.slice(0, MOST_NAME), (chosen) => shelf.save({ ...asked(journey), name: chosen }));
}

function save(name: string, journey: Journey, id: string): void {
  void shelf.save({ ...asked(journey), name }, id).catch((failure: unknown) => toast(said(failure)));
}

const anew = element("a", "button quiet small", text("journey.new"));
anew.href = hrefWith({ journey: null, draft: null });
inPage(anew, () => setParameters({ journey: null, draft: null }));
find(document, "[data-new]").replaceWith(anew);
keepPrintedLine();
openReport(() => void panel.refresh());

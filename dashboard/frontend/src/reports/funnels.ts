/** Funnels: saved ones, the chosen one as a picture, and a form to make and change them. */
import { button, element, find } from "../dom.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { keepPrintedLine } from "../printed.ts";
import { Shelf } from "../saved/shelf.ts";
import { site } from "../site.ts";
import { route } from "../steps/step_name.ts";
import type { Action } from "../steps/action.ts";
import { report } from "../stats.ts";
import { openReport } from "../view/bar.ts";
import { parameter, setParameter, setParameters, view } from "../view/view.ts";
import type { FunnelAnswer } from "../funnels/answer.ts";
import { breakdown, brokenDownBy } from "../funnels/breakdown.ts";
import { asked, fromSaved, isAskable, parseFunnel, wholeSteps, writeFunnel, type Funnel, type SavedFunnel } from "../funnels/definition.ts";
import { Editor } from "../funnels/editor.ts";
import { drafting, emptyPage } from "../funnels/empty.ts";
import { blank } from "../funnels/definition.ts";
import { notes } from "../funnels/notes.ts";
import { headline, picture } from "../funnels/picture.ts";
import { suggestion } from "../funnels/suggest.ts";

/** Nothing saved and no draft; a draft that says too little; or a funnel with its answer. */
type Shown = { suggested: Action[] | undefined } | { unfinished: true } | { funnel: Funnel; answer: FunnelAnswer };

const shelf = new Shelf<SavedFunnel>("funnel", () => void refresh());
const root = find(document, "[data-panel=funnel]");
const editor = new Editor(find(document, "[data-editor]"), {
  changed: (funnel) => setParameter("draft", writeFunnel(funnel), "replace"),
  save: (funnel) => shelf.save({ ...asked(funnel), name: funnel.name }, shelf.chosen()?.id),
  cancel: () => setParameters({ draft: null }),
});

const panel = new Panel<Shown>(root, {
  async load(signal) {
    const every = await shelf.load();
    const draft = parseFunnel(parameter("draft"));
    const saved = shelf.chosen() ?? (draft ? undefined : every[0]);
    head(saved, draft);
    const funnel = draft ?? (saved && fromSaved(saved));
    if (!funnel) return { suggested: await suggestion() };
    if (!isAskable(funnel)) return { unfinished: true };
    return { funnel, answer: await report<FunnelAnswer>("funnel", view(), { ...asked(funnel), breakdown: brokenDownBy() }, signal) };
  },
  show(shown, body) {
    if ("suggested" in shown) return emptyPage(shown.suggested);
    if ("unfinished" in shown) return text("funnel.unfinished");
    const { funnel, answer } = shown;
    const grouping = document.activeElement instanceof HTMLSelectElement && body.contains(document.activeElement);
    const nobody = element("p", "empty", text("funnel.nobody"));
    const parts = answer.steps[0]?.visitors ? [headline(answer, funnel), picture(answer, wholeSteps(funnel.steps)), ...notes(answer), breakdown(answer)] : [nobody];
    body.replaceChildren(...parts);
    if (grouping) body.querySelector("select")?.focus();
    return undefined;
  },
});

/** The name of the funnel, the list beside it, and what can be done with it. */
function head(saved: SavedFunnel | undefined, draft: Funnel | undefined): void {
  shelf.showList(saved, draft && (draft.name || route(wholeSteps(draft.steps))));
  find(root, "h2").textContent = draft ? text("funnel.preview") : (saved?.name ?? text("funnel.title"));
  const actions = find(root, "[data-actions]");
  actions.replaceChildren();
  if (!saved || draft) return;
  const funnel = fromSaved(saved);
  if (site().mayEdit) actions.append(button("card-action", text("saved.edit"), () => setParameters({ funnel: saved.id, draft: writeFunnel(funnel) })));
  actions.append(drafting(text("saved.duplicate"), "card-action", { ...funnel, name: text("saved.copyOf", { name: saved.name }) }));
  if (site().mayEdit) actions.append(button("card-action", text("saved.delete"), () => void shelf.remove(saved)));
}

function refresh(): Promise<void> {
  editor.show(parseFunnel(parameter("draft")));
  return panel.refresh();
}

find(document, "[data-new]").replaceWith(drafting(text("funnel.new"), "button quiet small", blank()));
keepPrintedLine();
openReport(() => void refresh());

/** Notes on days: shown on the chart, made and changed in a dialog, taken back after deleting. */
import { ask, said } from "../ask.ts";
import { field, formIn, openDialog } from "../dialog.ts";
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { toast } from "../toast.ts";

export interface Annotation {
  id: string;
  /** A day of the site's calendar, or a moment in UTC. */
  at: string;
  text: string;
}

const path = (id = ""): string => `/api/v2/sites/${encodeURIComponent(site().key)}/annotations${id ? `/${id}` : ""}`;

/** The notes from the first to the last day; none when they cannot be had, for the chart is worth more. */
export async function annotations(first: string, last: string, signal: AbortSignal): Promise<Annotation[]> {
  const query = new URLSearchParams({ since: first.slice(0, 10), until: last.slice(0, 10), limit: "1000" });
  const found = await ask<{ results: Annotation[] }>(`${path()}?${query}`, undefined, signal).catch((failure: unknown) => {
    if (signal.aborted) throw failure;
    return { results: [] };
  });
  return found.results;
}

/** Makes a note, or changes one; `done` is called when something has changed. */
export function editAnnotation(done: () => void, note?: Annotation, day = site().today): void {
  const dialog = openDialog(text(note ? "note.change" : "note.add"), "small");
  const [at, words] = [element("input"), element("textarea")];
  const moment = note && note.at.length > 10;
  Object.assign(at, { type: moment ? "text" : "date", value: note?.at ?? day, required: true });
  Object.assign(words, { value: note?.text ?? "", required: true, maxLength: 500, rows: 3 });
  const form = formIn(dialog, text("dialog.save"), async () => {
    await ask(path(note?.id), { at: at.value, text: words.value }, null, note ? "PATCH" : "POST");
    done();
  }, said);
  form.prepend(field(text("note.day"), at), field(text("note.text"), words, text("note.hint")));
  if (note) form.querySelector(".actions")!.append(remover(note, dialog.close, done));
  words.focus();
}

/** Shows a note to somebody who may not change it. */
export function readAnnotation(note: Annotation): void {
  openDialog(note.at, "small").body.append(element("p", "", note.text));
}

function remover(note: Annotation, close: () => void, done: () => void): HTMLElement {
  const made = element("button", "button quiet danger", text("note.delete"));
  made.type = "button";
  made.addEventListener("click", () => {
    const restore = async () => {
      await ask(`${path(note.id)}/restore`, {});
      done();
    };
    void ask(path(note.id), undefined, null, "DELETE").then(() => {
      close();
      done();
      toast(text("note.deleted"), { label: text("undo"), run: restore });
    }, (failure: unknown) => toast(said(failure)));
  });
  return made;
}

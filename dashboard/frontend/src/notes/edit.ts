/** Notes from the chart: read, made and changed in a dialog, taken back after deleting. */
import { ask } from "../ask.ts";
import { openDialog } from "../dialog.ts";
import { button, element } from "../dom.ts";
import { formIn } from "../form/in_dialog.ts";
import { text } from "../messages.ts";
import { sitePath } from "../site.ts";
import { toast } from "../toast.ts";
import { noteForm } from "./form.ts";
import { when, type Note } from "./note.ts";

/** Makes a note, or changes one; `done` is called when something has changed. */
export function editNote(done: () => void, note?: Note): void {
  const dialog = openDialog(text(note ? "note.change" : "note.add"), "small");
  const { content, body } = noteForm(note);
  const save = async () => {
    await (note ? ask(sitePath("annotations", note.id), body(), null, "PATCH") : ask(sitePath("annotations"), body()));
    done();
  };
  formIn(dialog, content, { save, ...(note ? { further: (fail) => remover(note, dialog.close, done, fail) } : {}) });
}

/** Shows a note to somebody who may not change it. */
export function readNote(note: Note): void {
  openDialog(when(note), "small").body.append(element("p", "", note.text));
}

function remover(note: Note, close: () => void, done: () => void, fail: (failure: unknown) => void): HTMLElement {
  const restore = async () => {
    await ask(sitePath("annotations", note.id, "restore"), {});
    done();
  };
  const remove = async () => {
    await ask(sitePath("annotations", note.id), undefined, null, "DELETE");
    close();
    done();
    toast(text("note.deleted", { name: note.text }), restore);
  };
  return button("button quiet danger apart", text("note.delete"), () => void remove().catch(fail));
}

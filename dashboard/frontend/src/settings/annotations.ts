/** Notes on days and moments. */
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { noteForm } from "../notes/form.ts";
import { timeOf, when, type Note } from "../notes/note.ts";
import { site, sitePath } from "../site.ts";
import { addDays } from "../view/periods.ts";
import { wallTime } from "../wall_time.ts";
import { ThingList } from "./list.ts";
import { link, reportHref, what } from "./row.ts";

export function annotationList(): void {
  new ThingList<Note>({
    noun: "note",
    path: sitePath("annotations"),
    idOf: ({ id }) => id,
    nameOf: (note) => note.text,
    row: (note) => [what(note.text, link(when(note), chart(note), text("note.look")))],
    form: noteForm,
    adds: true,
    changes: true,
    restores: true,
    empty: () => element("p", "empty", text("note.none")),
    sorted: (notes) => notes.reverse(),
  });
}

/** The week around it, as far as it has come. */
function chart(note: Note): string {
  const { date } = timeOf(note);
  const today = wallTime(Date.now(), site().timeZone).date;
  const after = addDays(date, 7);
  const last = after < today ? after : today > date ? today : date;
  return reportHref("", { period: "custom", from: addDays(date, -7), to: last });
}

/** Notes on days and moments. */
import { field } from "../dialog.ts";
import { element } from "../dom.ts";
import { day, moment } from "../format.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { input } from "./form.ts";
import { ThingList } from "./list.ts";
import { link, reportHref, sitePath, what } from "./row.ts";
import type { FormParts } from "./section.ts";
import { momentOf, wallTime } from "./wall_time.ts";

interface Annotation {
  id: string;
  /** A day of the site's calendar, or a moment in UTC. */
  at: string;
  text: string;
}

export function annotationList(): void {
  new ThingList<Annotation>({
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

const isDay = ({ at }: Annotation): boolean => at.length === "2026-11-22".length;
const clock = ({ at }: Annotation) => wallTime(Date.parse(at), site().timeZone);

function when(note: Annotation): string {
  return isDay(note) ? day(note.at) : `${moment(Date.parse(note.at), site().timeZone)}, ${clock(note).date.slice(0, 4)}`;
}

/** The week around it. */
function chart(note: Annotation): string {
  const date = isDay(note) ? note.at : clock(note).date;
  const around = (days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
  const today = wallTime(Date.now(), site().timeZone).date;
  return reportHref("", { period: "custom", from: around(-7), to: around(7) < today ? around(7) : today > date ? today : date });
}

function noteForm(note?: Annotation): FormParts {
  const given = note ? (isDay(note) ? { date: note.at, time: "" } : clock(note)) : { date: wallTime(Date.now(), site().timeZone).date, time: "" };
  const [date, time] = [input("at", { type: "date", required: true, value: given.date }), input("time", { type: "time", value: given.time })];
  const words = Object.assign(element("textarea"), { name: "text", required: true, maxLength: 500, rows: 3, value: note?.text ?? "" });
  const at = () => (time.value ? new Date(momentOf({ date: date.value, time: time.value }, site().timeZone)).toISOString().replace(".000", "") : date.value);
  const both = element("div", "field-pair", field(text("note.day"), date), field(text("note.time"), time));
  return { content: [field(text("note.text"), words, text("note.hint")), both], body: () => ({ at: at(), text: words.value }) };
}

/** The fields of a note: what it says, the day, and the time of day where it matters. */
import { element } from "../dom.ts";
import { field, input } from "../form/fields.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { momentOf, wallTime } from "../wall_time.ts";
import { timeOf, type Note } from "./note.ts";

const MOST_TEXT = 500;

/** For a note that is there, or a new one of today; `body` is what the API takes. */
export function noteForm(note?: Note): { content: HTMLElement[]; body(): { at: string; text: string } } {
  const given = note ? timeOf(note) : { date: wallTime(Date.now(), site().timeZone).date, time: "" };
  const [date, time] = [input("at", { type: "date", required: true, value: given.date }), input("time", { type: "time", value: given.time })];
  const words = Object.assign(element("textarea"), { name: "text", required: true, maxLength: MOST_TEXT, rows: 3, value: note?.text ?? "" });
  const at = () => (time.value ? moment(date.value, time.value) : date.value);
  const both = element("div", "field-pair", field(text("note.day"), date), field(text("note.time"), time));
  return { content: [field(text("note.text"), words, text("note.hint")), both], body: () => ({ at: at(), text: words.value }) };
}

/** As the API takes it: in UTC, to the second. */
function moment(date: string, time: string): string {
  return new Date(momentOf({ date, time }, site().timeZone)).toISOString().replace(".000", "");
}

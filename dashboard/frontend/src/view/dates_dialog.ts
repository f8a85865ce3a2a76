/** Two dates, chosen by the reader. */
import { said } from "../ask.ts";
import { field, formIn, openDialog } from "../dialog.ts";
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { isDate } from "./periods.ts";

/** First and last day, or undefined when the reader thinks better of it. The later of the two is the last. */
export function askDates(title: string, [from, to]: [string, string]): Promise<{ from: string; to: string } | undefined> {
  return new Promise((resolve) => {
    let found: { from: string; to: string } | undefined;
    const dialog = openDialog(title, "small", () => resolve(found));
    const [first, last] = [dateInput(from), dateInput(to > site().today ? site().today : to)];
    const form = formIn(dialog, text("dialog.apply"), () => {
      const dates = [first.value, last.value].sort() as [string, string];
      if (dates.every(isDate)) found = { from: dates[0], to: dates[1] };
    }, said);
    form.prepend(field(text("period.from"), first), field(text("period.to"), last));
    first.focus();
  });
}

function dateInput(value: string): HTMLInputElement {
  const input = element("input");
  Object.assign(input, { type: "date", required: true, value, max: site().today, min: "1970-01-02" });
  return input;
}

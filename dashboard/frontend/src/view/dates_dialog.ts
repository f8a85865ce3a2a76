/** Two dates, chosen by the reader. */
import { openDialog } from "../dialog.ts";
import { field, input } from "../form/fields.ts";
import { formIn } from "../form/in_dialog.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { FIRST_DAY, isDate } from "./periods.ts";

/** First and last day, or undefined when the reader thinks better of it. The later of the two is the last. */
export function askDates(title: string, [from, to]: [string, string]): Promise<{ from: string; to: string } | undefined> {
  return new Promise((resolve) => {
    let found: { from: string; to: string } | undefined;
    const dialog = openDialog(title, "small", () => resolve(found));
    const [first, last] = [dateInput("from", from), dateInput("to", to > site().today ? site().today : to)];
    const save = () => {
      const dates = [first.value, last.value].sort() as [string, string];
      if (dates.every(isDate)) found = { from: dates[0], to: dates[1] };
    };
    formIn(dialog, [field(text("period.from"), first), field(text("period.to"), last)], { save, label: text("dialog.apply") });
  });
}

function dateInput(name: string, value: string): HTMLInputElement {
  return input(name, { type: "date", required: true, value, max: site().today, min: FIRST_DAY });
}

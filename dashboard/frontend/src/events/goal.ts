/** Whether an event is a goal, and making it one. */
import { ask } from "../ask.ts";
import { openDialog } from "../dialog.ts";
import { button, element } from "../dom.ts";
import { field, input, MOST_NAME, nameInput } from "../form/fields.ts";
import { formIn } from "../form/in_dialog.ts";
import { readGoals, type Goal } from "../goals.ts";
import { text } from "../messages.ts";
import { site, sitePath } from "../site.ts";
import { toast } from "../toast.ts";

/** Fills the box with a link to the goal, or a button that makes one for people who may. */
export function goalControl(box: HTMLElement, event: string, currency: string): void {
  box.dataset.event = event;
  box.replaceChildren();
  readGoals().then(
    (goals) => {
      // Another event has been chosen meanwhile.
      if (box.dataset.event !== event) return;
      const goal = goals.find((each) => each.event === event);
      if (goal) box.replaceChildren(mark(goal));
      else if (site().mayEdit) box.replaceChildren(maker(box, event, currency));
    },
    // The page says everything else without it.
    () => box.replaceChildren(),
  );
}

function mark(goal: Goal): HTMLElement {
  const says = text("events.isGoal", { name: goal.name });
  if (!site().mayEdit) return element("span", "goal-mark", says);
  const link = element("a", "goal-mark", says);
  link.href = `/sites/${encodeURIComponent(site().key)}/settings/goals`;
  return link;
}

function maker(box: HTMLElement, event: string, currency: string): HTMLElement {
  const made = button("button quiet small", text("events.makeGoal"), () => make(box, event, currency));
  made.title = text("events.makeGoalHint");
  return made;
}

function make(box: HTMLElement, event: string, currency: string): void {
  const dialog = openDialog(text("events.makeGoal"), "small");
  const name = nameInput(event.slice(0, MOST_NAME));
  const money = input("currency", { maxLength: 3, pattern: "[A-Za-z]{3}", value: currency, autocapitalize: "characters" });
  const save = async () => {
    const wanted = { name: name.value, event, ...(money.value ? { currency: money.value.toUpperCase() } : {}) };
    const goal = await ask<Goal>(sitePath("goals"), wanted);
    goalControl(box, event, currency);
    toast(text("events.goalMade"), async () => {
      await ask(sitePath("goals", goal.id), undefined, null, "DELETE");
      goalControl(box, event, currency);
    });
  };
  formIn(dialog, [field(text("events.goalName"), name), field(text("events.currency"), money, text("events.currencyHint"))], { save });
  name.select();
}

/** Whether an event is a goal, and making it one. */
import { ask, said } from "../ask.ts";
import { field, formIn, openDialog } from "../dialog.ts";
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { toast } from "../toast.ts";

interface Goal {
  id: string;
  name: string;
  event: string | null;
}

const path = (id = ""): string => `/api/v2/sites/${encodeURIComponent(site().key)}/goals${id && `/${encodeURIComponent(id)}`}`;

/** Fills the box with a link to the goal, or a button that makes one for people who may. */
export function goalControl(box: HTMLElement, event: string, currency: string): void {
  box.dataset.event = event;
  box.replaceChildren();
  ask<{ results: Goal[] }>(`${path()}?limit=1000`).then(
    ({ results }) => {
      // Another event has been chosen meanwhile.
      if (box.dataset.event !== event) return;
      const goal = results.find((each) => each.event === event);
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
  const button = element("button", "button quiet small", text("events.makeGoal"));
  button.type = "button";
  button.title = text("events.makeGoalHint");
  button.addEventListener("click", () => make(box, event, currency));
  return button;
}

function make(box: HTMLElement, event: string, currency: string): void {
  const dialog = openDialog(text("events.makeGoal"), "small");
  const [name, money] = [element("input"), element("input")];
  Object.assign(name, { required: true, maxLength: 120, value: event.slice(0, 120) });
  Object.assign(money, { maxLength: 3, pattern: "[A-Za-z]{3}", value: currency, autocapitalize: "characters" });
  const save = async () => {
    const wanted = { name: name.value, event, ...(money.value ? { currency: money.value.toUpperCase() } : {}) };
    const goal = await ask<Goal>(path(), wanted);
    goalControl(box, event, currency);
    toast(text("events.goalMade"), {
      label: text("undo"),
      run: async () => {
        await ask(path(goal.id), undefined, null, "DELETE");
        goalControl(box, event, currency);
      },
    });
  };
  const form = formIn(dialog, text("dialog.save"), save, said);
  form.prepend(field(text("events.goalName"), name), field(text("events.currency"), money, text("events.currencyHint")));
  name.select();
}

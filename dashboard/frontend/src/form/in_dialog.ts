/** A form inside a dialog: fields, and the buttons to save or leave. */
import type { Dialog } from "../dialog.ts";
import { button, element } from "../dom.ts";
import { text } from "../messages.ts";
import { CheckedForm } from "./checked.ts";

interface Saving {
  /** May throw: then what is wrong is said, and the dialog stays open; else it closes. */
  save(): Promise<void> | void;
  /** What the button says that saves. */
  label?: string;
  /** What codes of the API call a field, where that is not its name. */
  aliases?: Readonly<Record<string, string>> | undefined;
  /** Stands beside the other buttons, and gets a way to say what could not be done. */
  further?(fail: (failure: unknown) => void): HTMLElement;
}

export function formIn(dialog: Dialog, content: readonly HTMLElement[], { save, label = text("dialog.save"), aliases, further }: Saving): void {
  const actions = element("div", "actions", element("button", "button", label), button("button quiet", text("dialog.cancel"), dialog.close));
  const form = element("form", "fields", ...content, actions);
  const checked = new CheckedForm(form, aliases);
  checked.onSubmit(async () => {
    await save();
    dialog.close();
  });
  if (further) actions.append(further((failure) => checked.fail(failure)));
  dialog.body.append(form);
  form.querySelector<HTMLElement>("input:not([type=radio]), textarea")?.focus();
}

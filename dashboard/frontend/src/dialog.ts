/** Modal dialogs: `<dialog>`, which keeps the focus inside, closes on Escape and gives the focus back. */
import { element } from "./dom.ts";
import { text } from "./messages.ts";

export interface Dialog {
  element: HTMLDialogElement;
  body: HTMLElement;
  close(): void;
}

/** An open dialog; when it closes it is gone, and `closed` is called. */
export function openDialog(title: string, className = "", closed: () => void = () => {}): Dialog {
  const heading = element("h2", "", title);
  heading.id = `dialog-${Math.random().toString(36).slice(2)}`;
  const cross = element("button", "icon-button close", "×");
  cross.type = "button";
  cross.setAttribute("aria-label", text("dialog.close"));
  const body = element("div", "dialog-body");
  const made = element("dialog", `dialog ${className}`, element("header", "", heading, cross), body);
  made.setAttribute("aria-labelledby", heading.id);
  cross.addEventListener("click", () => made.close());
  // The backdrop belongs to the dialog itself: a click on it has no other target.
  made.addEventListener("click", ({ target }) => target === made && made.close());
  made.addEventListener("close", () => {
    made.remove();
    closed();
  });
  document.body.append(made);
  made.showModal();
  return { element: made, body, close: () => made.close() };
}

/** A form inside a dialog: `save` may throw, then its message is shown and the dialog stays open. */
export function formIn(dialog: Dialog, label: string, save: (form: HTMLFormElement) => Promise<void> | void, say: (failure: unknown) => string): HTMLFormElement {
  const problem = element("p", "notice bad");
  problem.setAttribute("role", "alert");
  problem.hidden = true;
  const submit = element("button", "button", label);
  const cancel = element("button", "button quiet", text("dialog.cancel"));
  cancel.type = "button";
  cancel.addEventListener("click", dialog.close);
  const form = element("form", "fields", problem, element("div", "actions", submit, cancel));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit.disabled = true;
    void Promise.resolve()
      .then(() => save(form))
      .then(dialog.close, (failure: unknown) => {
        problem.textContent = say(failure);
        problem.hidden = false;
      })
      .finally(() => (submit.disabled = false));
  });
  dialog.body.append(form);
  return form;
}

/** A label with its field, for the forms of dialogs. */
export function field<T extends HTMLElement>(label: string, input: T, hint = ""): HTMLElement {
  input.id ||= `field-${Math.random().toString(36).slice(2)}`;
  const name = element("label", "", label);
  name.htmlFor = input.id;
  const made = element("div", "field", name, input);
  if (!hint) return made;
  const says = element("p", "hint", hint);
  says.id = `${input.id}-hint`;
  input.setAttribute("aria-describedby", says.id);
  made.append(says);
  return made;
}

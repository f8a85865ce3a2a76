/** Modal dialogs: `<dialog>`, which keeps the focus inside, closes on Escape and gives the focus back. */
import { button, element } from "./dom.ts";
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
  const cross = button("icon-button close", "×", () => made.close());
  cross.setAttribute("aria-label", text("dialog.close"));
  const body = element("div", "dialog-body");
  const made = element("dialog", `dialog ${className}`, element("header", "", heading, cross), body);
  made.setAttribute("aria-labelledby", heading.id);
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

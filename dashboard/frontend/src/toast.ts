/** A short message at the foot of the page, with a way to take back what was done. */
import { said } from "./ask.ts";
import { element } from "./dom.ts";

const SHOWN_MS = 10_000;

export interface Undo {
  label: string;
  run(): Promise<void>;
}

export function toast(message: string, undo?: Undo): void {
  const box = document.querySelector<HTMLElement>(".toasts") ?? document.body.appendChild(element("div", "toasts"));
  box.setAttribute("role", "status");
  const made = element("div", "toast", element("span", "", message));
  box.append(made);
  const leave = setTimeout(() => made.remove(), SHOWN_MS);
  if (!undo) return;
  const button = element("button", "toast-undo", undo.label);
  button.type = "button";
  button.addEventListener("click", () => {
    clearTimeout(leave);
    button.disabled = true;
    undo.run().then(() => made.remove(), (failure: unknown) => {
      made.replaceChildren(element("span", "", said(failure)));
      setTimeout(() => made.remove(), SHOWN_MS);
    });
  });
  made.append(button);
}

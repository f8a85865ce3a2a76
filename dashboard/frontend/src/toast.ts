/** A short message at the foot of the page, with a way to take back what was done. */
import { said } from "./ask.ts";
import { button, element, find } from "./dom.ts";
import { text } from "./messages.ts";

const SHOWN_MS = 10_000;
/** Whoever has no mouse has a way to go to the button. */
const UNDO_MS = 30_000;

/** Says it, politely; with `undo`, which may throw, beside it a button that calls it: Ctrl+Z does the same. */
export function toast(message: string, undo?: () => Promise<void>): void {
  const made = element("div", "toast", element("span", "", message));
  if (undo) made.append(undoButton(made, undo));
  const close = button("toast-close", "×", () => made.remove());
  close.setAttribute("aria-label", text("dialog.close"));
  made.append(close);
  leaveLater(made, undo ? UNDO_MS : SHOWN_MS);
  // The place for them is there from the start, or screen readers would not notice the first.
  find(document, "[data-toasts]").append(made);
}

function undoButton(made: HTMLElement, undo: () => Promise<void>): HTMLElement {
  const run = () => {
    back.disabled = true;
    undo().then(
      () => made.remove(),
      (failure: unknown) => {
        made.remove();
        toast(said(failure));
      },
    );
  };
  const back = button("toast-undo", text("undo"), run);
  back.setAttribute("aria-keyshortcuts", "Control+Z Meta+Z");
  return back;
}

/** Goes after a time in which nobody is at it. */
function leaveLater(made: HTMLElement, afterMs: number): void {
  let waiting = window.setTimeout(() => made.remove(), afterMs);
  const stay = () => clearTimeout(waiting);
  const leave = () => {
    stay();
    waiting = window.setTimeout(() => made.remove(), afterMs);
  };
  for (const type of ["pointerenter", "focusin"]) made.addEventListener(type, stay);
  for (const type of ["pointerleave", "focusout"]) made.addEventListener(type, leave);
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  // What is typed has an undo of its own.
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
  if (typing || document.querySelector("dialog[open]")) return;
  const latest = [...document.querySelectorAll<HTMLButtonElement>("[data-toasts] .toast-undo:enabled")].at(-1);
  if (!latest) return;
  event.preventDefault();
  latest.click();
});

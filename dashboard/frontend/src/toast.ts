/** A short message at the foot of the page, with a way to take back what was done. */
import { said } from "./ask.ts";
import { button, element, find } from "./dom.ts";
import { text } from "./messages.ts";

const SHOWN_MS = 10_000;
/** Whoever works without a mouse needs longer to get to the button. */
const UNDO_MS = 30_000;

/** Says it, politely; with `undo`, which may throw, beside it a button that calls it: Ctrl+Z does the same. */
export function toast(message: string, undo?: () => Promise<void>): void {
  const made = element("div", "toast", element("span", "", message));
  if (undo) made.append(undoButton(made, undo));
  const close = button("toast-close", "×", () => leave(made));
  close.setAttribute("aria-label", text("dialog.close"));
  made.append(close);
  leaveLater(made, undo ? UNDO_MS : SHOWN_MS);
  // The place for them is there from the start, or screen readers would not notice the first.
  find(document, "[data-toasts]").append(made);
}

function undoButton(made: HTMLElement, undo: () => Promise<void>): HTMLElement {
  const run = () => {
    // A disabled button would lose the focus.
    if (back.ariaDisabled) return;
    back.ariaDisabled = "true";
    undo().then(
      () => leave(made),
      (failure: unknown) => {
        leave(made);
        toast(said(failure));
      },
    );
  };
  const back = button("toast-undo", text("undo"), run);
  back.setAttribute("aria-keyshortcuts", "Control+Z Meta+Z");
  return back;
}

/** Whoever was at it goes on with the page. */
function leave(made: HTMLElement): void {
  if (made.contains(document.activeElement)) document.getElementById("content")?.focus({ preventScroll: true });
  made.remove();
}

/** Goes after a time in which nobody is at it. */
function leaveLater(made: HTMLElement, afterMs: number): void {
  let waiting = window.setTimeout(() => leave(made), afterMs);
  const stay = () => clearTimeout(waiting);
  const goOn = () => {
    stay();
    waiting = window.setTimeout(() => leave(made), afterMs);
  };
  for (const type of ["pointerenter", "focusin"]) made.addEventListener(type, stay);
  for (const type of ["pointerleave", "focusout"]) made.addEventListener(type, goOn);
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  // What is typed has an undo of its own.
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
  if (typing || document.querySelector("dialog[open]")) return;
  const latest = [...document.querySelectorAll<HTMLButtonElement>("[data-toasts] .toast-undo:not([aria-disabled])")].at(-1);
  if (!latest) return;
  event.preventDefault();
  latest.click();
});

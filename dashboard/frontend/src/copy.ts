/** Buttons that copy the text of the element they name. */
import { text } from "./messages.ts";

const SHOWN_MS = 2000;

export function copyOnClick(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    const label = button.querySelector("[data-copy-label]");
    const source = document.getElementById(button.dataset.copy ?? "");
    if (label && source) copies(button, label, source);
  }
}

/** A click on `button` copies what stands in `source`, and its `label` says so for a while. */
export function copies(button: HTMLButtonElement, label: Element, source: Element): void {
  const before = label.textContent;
  button.addEventListener("click", async () => {
    const copied = await copy(source.textContent ?? "");
    if (!copied) getSelection()?.selectAllChildren(source);
    label.textContent = text(copied ? "copy.done" : "copy.failed");
    setTimeout(() => (label.textContent = before), SHOWN_MS);
  });
}

/** The clipboard needs a secure page; a plain-HTTP dashboard leaves the selection to the reader. */
async function copy(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return false;
  }
}

/** The form of the install page that writes the snippet anew with every change. */
import { find, setText } from "../dom.ts";
import { snippet, type Lines } from "./snippet.ts";

export function snippetOptions(): void {
  const root = document.querySelector<HTMLElement>("[data-snippet-options]");
  if (!root) return;
  const form = find<HTMLFormElement>(root, "form");
  const lines = { ...root.dataset } as unknown as Lines;
  const shown = find(document, "#snippet");
  const write = () => setText(shown, snippet(lines, chosen(new FormData(form))));
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  root.hidden = false;
}

function chosen(form: FormData) {
  return {
    auto: form.getAll("auto").map(String),
    vitals: form.has("vitals"),
    hash: form.has("hash"),
    pixel: form.has("pixel"),
    exclude: String(form.get("exclude")),
    mask: String(form.get("mask")),
  };
}

/** Questions before what cannot be taken back. */
import { openDialog } from "../dialog.ts";
import { button, element } from "../dom.ts";
import { text } from "../messages.ts";

/** Whether the reader wants it; `label` is what the button says that does it. */
export function confirm(title: string, words: string, label: string): Promise<boolean> {
  return new Promise((resolve) => {
    let wanted = false;
    const dialog = openDialog(title, "small", () => resolve(wanted));
    const [go, cancel] = [button("button danger", label), button("button quiet", text("dialog.cancel"))];
    go.addEventListener("click", () => {
      wanted = true;
      dialog.close();
    });
    cancel.addEventListener("click", dialog.close);
    dialog.body.append(element("p", "", words), element("div", "actions", go, cancel));
    cancel.focus();
  });
}

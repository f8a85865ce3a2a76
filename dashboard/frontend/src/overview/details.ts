/** The full table behind a panel, in a dialog that the URL names (`details=NAME`): a link to it works, Back closes it. */
import { element } from "../dom.ts";
import { inPage } from "../view/menu.ts";
import { onLook, parameter, setParameter } from "../view/view.ts";
import { DetailsDialog } from "./details_dialog.ts";
import { named } from "./panels_list.ts";

const PARAMETER = "details";

let open: DetailsDialog | undefined;
/** The URL that a click on a link here led to: closing goes back from it. */
let led = "";

/** `Details`, with how many rows there are. */
export function detailsLink(name: string, label: string, count: string): HTMLElement {
  const parameters = new URLSearchParams(location.search);
  parameters.set(PARAMETER, name);
  const link = element("a", "more", label);
  if (count) link.append(" ", element("span", "count", count));
  link.href = `?${parameters}`;
  inPage(link, () => {
    setParameter(PARAMETER, name);
    led = location.href;
  });
  return link;
}

/** Opens and closes the table as the URL says, now and from now on. */
export function followDetails(): void {
  onLook(follow);
  follow();
}

function follow(): void {
  const name = parameter(PARAMETER);
  const breakdown = name ? named(name) : undefined;
  if (open && open.name === breakdown?.name) return open.look();
  const before = open;
  open = undefined;
  before?.close();
  if (!breakdown) return;
  const made: DetailsDialog = new DetailsDialog(breakdown, () => open === made && left(), () => setParameter(PARAMETER, null, "replace"));
  open = made;
}

/** Called when the dialog is closed by the reader: the URL follows. */
function left(): void {
  open = undefined;
  if (parameter(PARAMETER) === null) return;
  if (location.href === led) history.back();
  else setParameter(PARAMETER, null);
}

/** Saved segments: filters under a name. */
import { ask, said } from "../ask.ts";
import { openDialog } from "../dialog.ts";
import { element } from "../dom.ts";
import { field, nameInput } from "../form/fields.ts";
import { formIn } from "../form/in_dialog.ts";
import { text } from "../messages.ts";
import { site, sitePath } from "../site.ts";
import { choice, menu } from "./menu.ts";
import { apiFilters, isFilterable, operatorsOf, sameFilters, type ApiFilter, type Filter, type Operator } from "./filters.ts";
import { hrefOf, look, view } from "./view.ts";

interface Segment {
  id: string;
  name: string;
  filters: ApiFilter[];
}

export function segmentMenu(): { element: HTMLElement; update(): void } {
  const { element: details, label, list } = menu(text("segment.title"), "segments");
  let known: Segment[] | undefined;
  const update = () => {
    const { filters } = view();
    const current = known?.find((segment) => sameFilters(plain(segment.filters) ?? [], filters));
    label.textContent = current && filters.length ? current.name : text("segment.title");
    list.replaceChildren(...(known ?? []).map((segment) => line(segment, segment === current)), ...saving(filters, current));
    if (!list.childElementCount) list.append(element("p", "hint", text("segment.none")));
  };
  const load = () =>
    void ask<{ results: Segment[] }>(`${sitePath("segments")}?limit=1000`).then(
      ({ results }) => {
        known = results;
        update();
      },
      (failure: unknown) => list.replaceChildren(element("p", "hint", said(failure))),
    );
  details.addEventListener("toggle", () => details.open && load());
  document.addEventListener("segments", load);
  return { element: details, update };
}

/** The filters of the page under a name. */
function save(filters: Filter[]): void {
  const dialog = openDialog(text("segment.save"), "small");
  const name = nameInput();
  const make = async () => {
    await ask(sitePath("segments"), { name: name.value, filters: apiFilters(filters) });
    document.dispatchEvent(new Event("segments"));
  };
  formIn(dialog, [field(text("segment.name"), name)], { save: make });
}

function line(segment: Segment, current: boolean): HTMLElement {
  const filters = plain(segment.filters);
  if (!filters) return element("p", "hint", text("segment.complex", { name: segment.name }));
  return choice({ label: segment.name, href: hrefOf({ filters }), current, choose: () => look({ filters }) });
}

function saving(filters: Filter[], current: Segment | undefined): HTMLElement[] {
  if (!site().mayEdit || !filters.length || current) return [];
  return [element("div", "menu-group", choice({ label: text("segment.save"), href: "#", choose: () => save(filters) }))];
}

/** The filters as the page can show them; segments made by the API can be more than that. */
export function plain(filters: readonly ApiFilter[]): Filter[] | undefined {
  const found = filters.map(([operator, dimension, values, ...more]): Filter | undefined =>
    typeof dimension === "string" && isFilterable(dimension) && operatorsOf(dimension).includes(operator as Operator) && values && !more.length
      ? { operator: operator as Operator, dimension, values }
      : undefined,
  );
  return found.every((filter) => filter !== undefined) ? found : undefined;
}

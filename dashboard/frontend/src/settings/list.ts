/** Lists of things that the site's owner has set: read, add, change, delete, take back; the same for every section. */
import { ask, said } from "../ask.ts";
import { openDialog } from "../dialog.ts";
import { button, element, find } from "../dom.ts";
import { formIn } from "../form/in_dialog.ts";
import { text } from "../messages.ts";
import { Panel } from "../panel.ts";
import { toast } from "../toast.ts";
import { confirm } from "./confirm.ts";
import type { Section } from "./section.ts";

const MOST = 1000;
type Action = "change" | "delete" | "restore";

export class ThingList<T> {
  readonly #panel: Panel<T[]>;
  readonly #deleted: Panel<T[]>;

  constructor(private readonly section: Section<T>) {
    if (section.adds) find(document, "[data-tools]").append(button("button", text(`${section.noun}.add`), () => this.edit()));
    this.#panel = new Panel(find(document, "[data-panel=things]"), {
      load: (signal) => this.#read("", signal),
      show: (things, body) => {
        if (things.length) body.replaceChildren(this.#rows(things, section.changes ? ["change", "delete"] : ["delete"]));
        section.shown?.(things, this);
        return things.length ? undefined : section.empty();
      },
    });
    this.#deleted = new Panel(find(document, "[data-panel=deleted]"), {
      load: (signal) => this.#read("&deleted=true", signal),
      show: (things, body) => {
        find(document, "[data-deleted]").hidden = !things.length;
        body.replaceChildren(this.#rows(things, ["restore"]));
      },
    });
    void this.refresh();
  }

  async refresh(): Promise<void> {
    await Promise.all([this.#panel.refresh(), ...(this.section.restores ? [this.#deleted.refresh()] : [])]);
  }

  /** The dialog for a new one, or to change one. */
  edit(thing?: T): void {
    const { noun, path } = this.section;
    const dialog = openDialog(text(thing ? `${noun}.change` : `${noun}.add`), "small");
    const { content, body, aliases } = this.section.form(thing);
    const save = async () => {
      const made = await (thing ? ask<T>(this.#path(thing), body(), null, "PATCH") : ask<T>(path, body()));
      dialog.close();
      await this.refresh();
      if (!thing) this.section.added?.(made);
    };
    formIn(dialog, content, { save, label: text(thing ? "dialog.save" : `${noun}.make`), aliases });
  }

  #path(thing: T): string {
    return `${this.section.path}/${encodeURIComponent(this.section.idOf(thing))}`;
  }

  async #read(parameters: string, signal: AbortSignal): Promise<T[]> {
    const { path, sorted } = this.section;
    const { results } = await ask<{ results: T[] }>(`${path}?limit=${MOST}${parameters}`, undefined, signal);
    return sorted ? sorted(results) : results;
  }

  #rows(things: readonly T[], actions: readonly Action[]): HTMLElement {
    return element("ul", "things", ...things.map((thing) => element("li", "thing", ...this.section.row(thing), this.#actions(thing, actions))));
  }

  #actions(thing: T, actions: readonly Action[]): HTMLElement {
    const { nameOf } = this.section;
    const run = { change: () => this.edit(thing), delete: () => void this.#remove(thing), restore: () => void this.#restore(thing) };
    const made = actions.map((action) => {
      const label = this.#label(action);
      const found = button(`button quiet small${action === "delete" ? " danger" : ""}`, label, run[action]);
      found.setAttribute("aria-label", text("things.labelled", { action: label, name: nameOf(thing) }));
      return found;
    });
    return element("div", "thing-actions", ...made);
  }

  #label(action: Action): string {
    const { noun, restores, adds } = this.section;
    if (action === "delete" && !restores) return text(`${noun}.revoke`);
    // What is made elsewhere has only its name to be changed here.
    return text(action === "change" && !adds ? "things.rename" : `things.${action}`);
  }

  async #remove(thing: T): Promise<void> {
    const { noun, restores, nameOf } = this.section;
    const name = nameOf(thing);
    if (!restores && !(await confirm(text(`${noun}.revoke`), text(`${noun}.revokeFor`, { name }), text(`${noun}.revokeNow`)))) return;
    await this.#doing(async () => {
      await ask(this.#path(thing), undefined, null, "DELETE");
      toast(text(`${noun}.deleted`, { name }), restores ? () => this.#bring(thing) : undefined);
    });
  }

  async #restore(thing: T): Promise<void> {
    await this.#doing(() => this.#bring(thing));
  }

  async #bring(thing: T): Promise<void> {
    await ask(`${this.#path(thing)}/restore`, {});
    await this.refresh();
  }

  /** The row that had the focus goes; who uses the keyboard goes on at the top of the list. */
  async #doing(run: () => Promise<void>): Promise<void> {
    try {
      await run();
      await this.refresh();
      if (document.activeElement === document.body) find(document, "[data-panel=things]").focus();
    } catch (failure) {
      toast(said(failure));
    }
  }
}

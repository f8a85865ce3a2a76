/**
 * The saved things of a page: a list at its side, the chosen one by its id in the URL, and what can be done with them.
 * A draft, which is not saved yet, lies in the URL too, so that it survives a reload and can be sent to others.
 */
import { said } from "../ask.ts";
import { openDialog } from "../dialog.ts";
import { element, find } from "../dom.ts";
import { field, nameInput } from "../form/fields.ts";
import { formIn } from "../form/in_dialog.ts";
import { text } from "../messages.ts";
import { toast } from "../toast.ts";
import { choice } from "../view/menu.ts";
import { hrefWith, parameter, setParameters } from "../view/view.ts";
import { Store, type Named } from "./store.ts";

const SEEN_BEFORE_PX = 48;

export class Shelf<T extends Named> {
  readonly #store: Store<T>;
  #things: T[] | undefined;
  #asked: Promise<T[]> | undefined;
  /** Whether what had the focus is gone with the last change, so that it goes to the current thing. */
  #focuses = false;

  /** `name` is that of the parameter in the URL, of the elements in the page, and with an s that in the API. */
  constructor(
    private readonly name: "funnel" | "journey",
    private readonly refresh: () => void,
  ) {
    this.#store = new Store<T>(`${name}s`);
  }

  /** Reads them once. Throws `Refused`; then the next call tries again. */
  async load(): Promise<T[]> {
    this.#asked ??= this.#store.every();
    try {
      return (this.#things = await this.#asked);
    } catch (failure) {
      this.#asked = undefined;
      throw failure;
    }
  }

  /** The one that the URL names; undefined for none, and for one that is gone. */
  chosen(): T | undefined {
    return this.#things?.find(({ id }) => id === parameter(this.name));
  }

  /** The list; `current` is what the page shows, `draft` the name of what is not saved. */
  showList(current: T | undefined, draft?: string): void {
    const things = this.#things ?? [];
    const lines: HTMLElement[] = things.map((thing) =>
      choice({
        label: thing.name,
        href: hrefWith({ [this.name]: thing.id, draft: null }),
        current: thing.id === current?.id,
        choose: () => setParameters({ [this.name]: thing.id, draft: null }),
      }),
    );
    if (draft !== undefined && !current) lines.push(element("span", "saved-draft", draft || text("saved.draft")));
    const list = find(document, "[data-saved]");
    const focused = this.#focuses || list.contains(document.activeElement);
    this.#focuses = false;
    list.replaceChildren(...lines.map((line) => element("li", "", line)));
    // Until something is saved the page needs no list, and what is on it gets the room.
    find(document, "[data-saved-box]").hidden = !things.length;
    // On a phone the list is a line that scrolls.
    const shown = list.querySelector<HTMLElement>("[aria-current]");
    if (shown) list.scrollLeft = shown.offsetLeft - list.offsetLeft - SEEN_BEFORE_PX;
    // A dialog that closes just now would take the focus away again.
    if (focused) setTimeout(() => list.querySelector<HTMLElement>("[aria-current]")?.focus({ preventScroll: true }));
  }

  /** Saves and shows it: in the place of the one with this id, or as a new one. Throws `Refused`. */
  async save(body: object, id?: string): Promise<void> {
    const saved = id ? await this.#store.replace(id, body) : await this.#store.create(body);
    await this.#reload();
    setParameters({ [this.name]: saved.id, draft: null }, "replace");
    this.refresh();
  }

  /** Asks for a name, then does what `save` does with it. */
  askName(title: string, name: string, save: (name: string) => Promise<void>): void {
    const dialog = openDialog(title, "small");
    const input = nameInput(name);
    formIn(dialog, [field(text("saved.name"), input)], { save: () => save(input.value) });
    input.select();
  }

  rename(thing: T): void {
    this.askName(text("saved.rename"), thing.name, async (name) => {
      await this.#store.rename(thing.id, name);
      await this.#reload();
      this.refresh();
    });
  }

  async remove(thing: T): Promise<void> {
    try {
      await this.#store.remove(thing.id);
      await this.#reload();
      setParameters({ [this.name]: null, draft: null }, "replace");
      this.refresh();
      toast(text("saved.deleted", { name: thing.name }), async () => {
        await this.#store.restore(thing.id);
        await this.#reload();
        setParameters({ [this.name]: thing.id, draft: null });
        this.refresh();
      });
    } catch (failure) {
      toast(said(failure));
    }
  }

  async #reload(): Promise<void> {
    this.#asked = undefined;
    this.#focuses = true;
    await this.load();
  }
}

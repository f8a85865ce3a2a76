/** What a section of the settings says about its things; `list.ts` does all the rest. */
export interface FormParts {
  /** What stands in the form, above its buttons. */
  content: HTMLElement[];
  /** What is sent. */
  body(): unknown;
  /** What codes of the API call a field, where that is not its name. */
  aliases?: Readonly<Record<string, string>>;
}

export interface Section<T> {
  /** The names of its texts begin with it: `goal.add`, `goal.change`, `goal.deleted` … */
  noun: string;
  /** Where the API has them. */
  path: string;
  idOf(thing: T): string;
  nameOf(thing: T): string;
  /** The inside of a row. */
  row(thing: T): HTMLElement[];
  /** The form for one that is there, or for a new one. */
  form(thing?: T): FormParts;
  /** Whether new ones are made here. */
  adds: boolean;
  /** Whether those that are there can be changed. */
  changes: boolean;
  /** Deleted things come back for 30 days; where they do not, people are asked before. */
  restores: boolean;
  /** What to do when there is none. */
  empty(): HTMLElement;
  /** Gets what the API gave, once it has been added. */
  added?(thing: T): void;
  /** Puts the list as it was read in another order. */
  sorted?(things: T[]): T[];
  /** Called when the list is on the page. */
  shown?(things: readonly T[], list: { refresh(): Promise<void> }): void;
}

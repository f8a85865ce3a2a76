/** Things that people saved for the site under a name, over the API. */
import { ask } from "../ask.ts";
import { sitePath } from "../site.ts";

export interface Named {
  id: string;
  name: string;
}

export class Store<T extends Named> {
  constructor(private readonly noun: "funnels" | "journeys") {}

  async every(): Promise<T[]> {
    return (await ask<{ results: T[] }>(`${sitePath(this.noun)}?limit=1000`)).results;
  }

  create(body: object): Promise<T> {
    return ask(sitePath(this.noun), body);
  }

  replace(id: string, body: object): Promise<T> {
    return ask(sitePath(this.noun, id), body, null, "PUT");
  }

  rename(id: string, name: string): Promise<T> {
    return ask(sitePath(this.noun, id), { name }, null, "PATCH");
  }

  remove(id: string): Promise<void> {
    return ask(sitePath(this.noun, id), undefined, null, "DELETE");
  }

  restore(id: string): Promise<T> {
    return ask(sitePath(this.noun, id, "restore"), {});
  }
}

/** Things that people saved for the site under a name, over the API. */
import { ask } from "../ask.ts";
import { site } from "../site.ts";

export interface Named {
  id: string;
  name: string;
}

export class Store<T extends Named> {
  constructor(private readonly noun: "funnels" | "journeys") {}

  async every(): Promise<T[]> {
    return (await ask<{ results: T[] }>(`${this.#path()}?limit=1000`)).results;
  }

  create(body: object): Promise<T> {
    return ask(this.#path(), body);
  }

  replace(id: string, body: object): Promise<T> {
    return ask(this.#path(id), body, null, "PUT");
  }

  rename(id: string, name: string): Promise<T> {
    return ask(this.#path(id), { name }, null, "PATCH");
  }

  remove(id: string): Promise<void> {
    return ask(this.#path(id), undefined, null, "DELETE");
  }

  restore(id: string): Promise<T> {
    return ask(`${this.#path(id)}/restore`, {});
  }

  #path(id = ""): string {
    const path = `/api/v2/sites/${encodeURIComponent(site().key)}/${this.noun}`;
    return id ? `${path}/${encodeURIComponent(id)}` : path;
  }
}

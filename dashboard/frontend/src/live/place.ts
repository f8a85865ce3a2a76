/** A country's flag and name. Flags are files, because many systems draw no flag characters. */
import { element, setText } from "../dom.ts";
import { country } from "../format.ts";

export class Place {
  readonly element = element("span", "place");
  readonly #flag = element("img", "flag");
  readonly #name = element("span", "place-name");
  #code: string | undefined;

  constructor(private readonly flags: string) {
    this.#flag.alt = "";
    this.#flag.width = 21;
    this.#flag.height = 14;
    this.#flag.loading = "lazy";
    this.#flag.addEventListener("error", () => (this.#flag.hidden = true));
    this.element.append(this.#flag, this.#name);
  }

  show(code: string): void {
    if (code === this.#code) return;
    this.#code = code;
    this.#flag.hidden = !/^[A-Z]{2}$/.test(code);
    if (!this.#flag.hidden) this.#flag.src = `${this.flags}/${code}.svg`;
    setText(this.#name, country(code));
    this.element.title = country(code);
  }
}

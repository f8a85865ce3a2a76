/** The page's texts in its language, as the server wrote them into it. */
type Forms = Record<string, string>;

const element = typeof document === "undefined" ? null : document.getElementById("messages");
let messages: Record<string, string | Forms> = JSON.parse(element?.textContent ?? "{}");
let language = typeof document === "undefined" ? "en" : document.documentElement.lang || "en";
let rules = new Intl.PluralRules(language);

export const locale = (): string => language;

/** For tests, which have no page. */
export function speak(tongue: string, texts: Record<string, string | Forms>): void {
  [language, messages, rules] = [tongue, texts, new Intl.PluralRules(tongue)];
}

/** Whether there is a text by this name. */
export const has = (name: string): boolean => typeof messages[name] === "string";

/** A text by its name, with `{placeholders}` filled in. An unknown name shows itself. */
export function text(name: string, values: Record<string, string> = {}): string {
  const found = messages[name];
  return fill(typeof found === "string" ? found : name, values);
}

/** A counted text in the plural form that `n` needs; `{n}` becomes the number as the language writes it. */
export function counted(name: string, n: number): string {
  const forms = messages[name];
  if (typeof forms !== "object") return name;
  const form = forms[rules.select(n)] ?? forms.other ?? name;
  return fill(form, { n: new Intl.NumberFormat(language).format(n) });
}

function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

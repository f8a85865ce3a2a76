/** Currencies by name, those of most shops first. */
import { locale, text } from "../messages.ts";

const FIRST = ["KRW", "USD", "EUR", "JPY", "GBP"];

/** Code and label of each, and first of all the choice of none. */
export function currencies(): [string, string][] {
  const names = new Intl.DisplayNames(locale(), { type: "currency" });
  const codes = [...FIRST, ...Intl.supportedValuesOf("currency").filter((code) => !FIRST.includes(code))];
  return [["", text("goal.noCurrency")], ...codes.map((code): [string, string] => [code, `${code} · ${names.of(code) ?? code}`])];
}

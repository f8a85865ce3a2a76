/** Tokens for the API, of the whole installation. */
import { openDialog } from "../dialog.ts";
import { element, find } from "../dom.ts";
import { field, input, select } from "../form/fields.ts";
import { text } from "../messages.ts";
import { copyBox } from "./copied.ts";
import { ThingList } from "./list.ts";
import { date, tag, what } from "./row.ts";
import type { FormParts } from "./section.ts";

interface Token {
  id: string;
  label: string;
  sites: string[] | null;
  scope: "read" | "admin";
  created_at: number;
  last_used_at: number | null;
  /** There once, when it has been made. */
  token?: string;
}

interface Site {
  key: string;
  name: string;
  domain: string;
}

/** All sites, as the server wrote them into the page. */
let sites: Site[] = [];

export function tokenList(): void {
  sites = JSON.parse(find(document, "#sites").textContent ?? "[]") as Site[];
  new ThingList<Token>({
    noun: "token",
    path: "/api/v2/tokens",
    idOf: ({ id }) => id,
    nameOf: title,
    row: (token) => [row(token)],
    form: tokenForm,
    adds: true,
    changes: false,
    restores: false,
    empty: () => element("p", "empty", text("token.none")),
    added: showOnce,
  });
}

const title = ({ label, id }: Token): string => label || text("token.unnamed", { id: id.slice(0, 6) });

function row(token: Token): HTMLElement {
  const used = token.last_used_at ? text("token.used", { date: date(token.last_used_at) }) : text("token.neverUsed");
  const scope = token.scope === "admin" ? tag(text("token.admin")) : text("token.read");
  return what(title(token), scope, opens(token), used, text("things.made", { date: date(token.created_at) }));
}

function opens({ sites: keys }: Token): string {
  if (!keys) return text("token.allSites");
  return keys.map((key) => sites.find((site) => site.key === key)?.name ?? key).join(", ");
}

function tokenForm(): FormParts {
  const label = input("label", { maxLength: 120, placeholder: text("token.labelExample") });
  const scope = select("scope", [["read", text("token.scope.read")], ["admin", text("token.scope.admin")]], "read");
  const all = select("all", [["all", text("token.allSites")], ["some", text("token.someSites")]], "all");
  const boxes = sites.map(({ key }) => input("sites", { type: "checkbox", value: key }));
  const lines = sites.map(({ name, domain }, place) => element("li", "", element("label", "", boxes[place]!, element("span", "label", name), element("span", "figure", domain))));
  const list = element("ul", "options", ...lines);
  list.setAttribute("aria-label", text("token.sites"));
  const show = () => (list.hidden = all.value === "all");
  all.addEventListener("change", show);
  show();
  const chosen = () => (all.value === "all" ? {} : { sites: boxes.filter(({ checked }) => checked).map(({ value }) => value) });
  const content = [
    field(text("token.label"), label),
    field(text("token.scope"), scope, text("token.scopeHint")),
    field(text("token.sites"), all),
    list,
  ];
  return { content, body: () => ({ label: label.value, scope: scope.value, ...chosen() }) };
}

function showOnce({ token = "" }: Token): void {
  const dialog = openDialog(text("token.ready"), "small");
  const command = `curl -H "Authorization: Bearer ${token}" ${location.origin}/api/v2/sites`;
  dialog.body.append(
    element("p", "", text("token.once")),
    copyBox(token, text("token.ready")),
    element("p", "hint", text("token.try")),
    copyBox(command, text("token.try")),
  );
}

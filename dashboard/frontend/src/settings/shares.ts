/** Links that show the site to people without a log-in. */
import { openDialog } from "../dialog.ts";
import { element } from "../dom.ts";
import { field, input, select } from "../form/fields.ts";
import { text } from "../messages.ts";
import { sitePath } from "../site.ts";
import { copyBox, copyButton } from "./copied.ts";
import { ThingList } from "./list.ts";
import { date, tag, what } from "./row.ts";
import type { FormParts } from "./section.ts";

interface Share {
  slug: string;
  url: string;
  label: string;
  has_password: boolean;
  created_at: number;
  expires_at: number | null;
}

const DAYS = ["", "7", "30", "90", "365"];

export function shareList(): void {
  new ThingList<Share>({
    noun: "share",
    path: sitePath("shares"),
    idOf: ({ slug }) => slug,
    nameOf: title,
    row: (share) => [row(share)],
    form: shareForm,
    adds: true,
    changes: false,
    restores: false,
    empty: () => element("p", "empty", text("share.none")),
    added: showLink,
  });
}

const title = ({ label }: Share): string => label || text("share.unnamed");

function row(share: Share): HTMLElement {
  const expires = share.expires_at ? text("share.until", { date: date(share.expires_at) }) : text("share.forEver");
  const url = element("code", "share-url", share.url);
  const made = what(title(share), ...(share.has_password ? [tag(text("share.withPassword"))] : []), expires, text("things.made", { date: date(share.created_at) }));
  made.append(element("p", "share-link", url, copyButton(url, "button quiet small", title(share))));
  return made;
}

function shareForm(): FormParts {
  const label = input("label", { maxLength: 120, placeholder: text("share.labelExample") });
  const password = input("password", { type: "text", maxLength: 1024, spellcheck: false });
  const days = select("days", DAYS.map((each) => [each, text(`share.days.${each || "ever"}`)]), "");
  const body = () => ({ label: label.value, ...(password.value ? { password: password.value } : {}), ...(days.value ? { days: Number(days.value) } : {}) });
  const content = [
    field(text("share.label"), label, text("share.labelHint")),
    field(text("share.password"), password, text("share.passwordHint")),
    field(text("share.expires"), days),
  ];
  return { content, body };
}

function showLink(share: Share): void {
  const dialog = openDialog(text("share.ready"), "small");
  dialog.body.append(element("p", "", text(share.has_password ? "share.sendBoth" : "share.send")), copyBox(share.url, title(share)));
}

/** Bots as rows: name, kind, hits, share, when they were last seen. */
import { element } from "../dom.ts";
import { moment, number, share } from "../format.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import type { Column, Order } from "../table.ts";
import type { Bot } from "./bots.ts";

export const DEFAULT: Order = { by: "hits", direction: "desc" };

export const nameOf = ({ name }: Bot): string => name || text("bots.nameless");
const kindOf = ({ kind }: Bot): string => text(`bots.kind.${kind}`);

/** With the kind below it where there is no room for a column. */
const nameCell = (bot: Bot): HTMLElement => element("span", "", nameOf(bot), element("span", "bot-kind", kindOf(bot)));

export function columns(): Column<Bot>[] {
  return [
    { label: text("bots.name"), cell: nameCell, plain: nameOf, sort: "name" },
    { label: text("bots.kind"), cell: kindOf, sort: "kind" },
    { label: text("bots.count"), cell: ({ hits }) => number(hits), plain: ({ hits }) => hits, number: true, sort: "hits" },
    { label: text("bots.share"), cell: ({ percent }) => share(percent), plain: ({ percent }) => percent, number: true, hint: text("bots.shareHint") },
    {
      label: text("bots.seen"),
      cell: ({ last_seen: at }) => moment(at, site().timeZone),
      plain: ({ last_seen: at }) => new Date(at).toISOString(),
      number: true,
      sort: "seen",
    },
  ];
}

/** The bots in the order that is asked for; equal ones stay in the order of the answer. */
export function sorted(bots: readonly Bot[], { by, direction }: Order): Bot[] {
  const sign = direction === "asc" ? 1 : -1;
  const compare: Record<string, (one: Bot, other: Bot) => number> = {
    name: (one, other) => nameOf(one).localeCompare(nameOf(other)),
    kind: (one, other) => kindOf(one).localeCompare(kindOf(other)),
    hits: (one, other) => one.hits - other.hits,
    seen: (one, other) => one.last_seen - other.last_seen,
  };
  const chosen = compare[by] ?? compare.hits!;
  return [...bots].sort((one, other) => sign * chosen(one, other));
}

/** The pages that bots looked at, of all kinds or of some. */
import { bars } from "../bars.ts";
import { element } from "../dom.ts";
import { number } from "../format.ts";
import { text } from "../messages.ts";
import { pager } from "../table.ts";
import { tabs } from "../tabs.ts";
import { AI, GROUPS, KINDS, sum, type Kind, type PathHits } from "./bots.ts";

const ROWS = 20;

export const CHOICES: readonly { name: string; label: string; kinds: readonly Kind[] }[] = [
  { name: "all", label: "bots.group.all", kinds: KINDS },
  { name: "ai", label: "bots.ai", kinds: AI },
  ...GROUPS.slice(2).map(({ name, kinds }) => ({ name, label: `bots.group.${name}`, kinds })),
];

/** The paths with hits of these kinds, most first. */
export function ranked(paths: readonly PathHits[], kinds: readonly Kind[]): { path: string; hits: number }[] {
  const found = paths.map(({ path, kinds: counts }) => ({ path, hits: sum(counts, kinds) })).filter(({ hits }) => hits);
  return found.sort((one, other) => other.hits - one.hits);
}

/** Puts a choice of kinds into `head`, and returns what shows their paths in `body`. */
export function pathsIn(head: HTMLElement, body: HTMLElement): (paths: readonly PathHits[]) => void {
  let shown: readonly PathHits[] = [];
  const draw = (offset: number): void => {
    const { kinds } = CHOICES.find(({ name }) => name === choice.current()) ?? CHOICES[0]!;
    const rows = ranked(shown, kinds);
    const lines = rows.slice(offset, offset + ROWS).map(({ path, hits }) => ({ value: path, share: hits / rows[0]!.hits, figures: [number(hits)] }));
    const list = bars("event:page", lines, [text("bots.page"), text("bots.count")], null);
    body.replaceChildren(...(rows.length ? [list] : [element("p", "empty", text("bots.noPaths"))]));
    if (rows.length > ROWS) body.append(pager(offset, ROWS, rows.length, draw));
  };
  const choice = tabs(CHOICES.map(({ name, label }) => ({ name, label: text(label) })), body, "bots", () => draw(0));
  head.append(choice.element);
  return (paths) => {
    shown = paths;
    draw(0);
  };
}

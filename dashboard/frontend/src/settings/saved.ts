/** Segments, funnels and journeys: they are made on the reports, and looked after here. */
import { element } from "../dom.ts";
import { field, nameInput } from "../form/fields.ts";
import { number } from "../format.ts";
import { text } from "../messages.ts";
import { sitePath } from "../site.ts";
import type { Named } from "../saved/store.ts";
import type { ApiAction } from "../steps/action.ts";
import { plain } from "../view/segments.ts";
import { writeFilter, type ApiFilter } from "../view/filters.ts";
import { filterWords } from "../view/words.ts";
import { ThingList } from "./list.ts";
import { link, reportHref, what } from "./row.ts";
import type { Section } from "./section.ts";

interface Segment extends Named {
  filters: ApiFilter[];
}

interface Funnel extends Named {
  steps: ApiAction[];
  within: "visit" | "days";
  days: number;
}

interface Journey extends Named {
  start: ApiAction | null;
  end: ApiAction | null;
  depth: number;
}

export function segmentList(): void {
  new ThingList<Segment>({ ...named("segment", ""), row: (segment) => [segmentRow(segment)] });
}

export function funnelList(): void {
  new ThingList<Funnel>({ ...named("funnel", "funnels"), row: (funnel) => [what(opener("funnel", funnel), route(funnel.steps), within(funnel))] });
}

export function journeyList(): void {
  new ThingList<Journey>({ ...named("journey", "journeys"), row: (journey) => [what(opener("journey", journey), ...journeyWords(journey))] });
}

/** What all of them have; `report` is the page on which they are made. */
function named<T extends Named>(noun: "segment" | "funnel" | "journey", report: string): Omit<Section<T>, "row"> {
  return {
    noun,
    path: sitePath(`${noun}s`),
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
    form: (thing) => {
      const name = nameInput(thing?.name);
      return { content: [field(text("things.name"), name)], body: () => ({ name: name.value }) };
    },
    adds: false,
    changes: true,
    restores: true,
    empty: () => element("p", "empty", `${text(`${noun}.none`)} `, link(text(`${noun}.open`), reportHref(report))),
  };
}

const opener = (noun: "funnel" | "journey", thing: Named): HTMLElement => link(thing.name, reportHref(`${noun}s`, { [noun]: thing.id }), text(`${noun}.look`));

function segmentRow({ name, filters }: Segment): HTMLElement {
  const found = plain(filters);
  if (!found) return what(name, text("segment.byApi"));
  const words = found.map(filterWords).map(({ name: dimension, operator, values }) => `${dimension} ${operator} ${values}`);
  const href = reportHref("", new URLSearchParams(found.map((filter) => ["f", writeFilter(filter)])));
  return what(link(name, href, text("segment.look")), words.join(" · "));
}

const actionName = ({ page, event, goal }: ApiAction): string => page ?? event ?? goal ?? "";
const route = (steps: readonly ApiAction[]): string => steps.map(actionName).join(" → ");

function within({ within: how, days }: Funnel): string {
  return how === "visit" ? text("funnel.inVisit") : text("funnel.inDays", { n: number(days) });
}

function journeyWords({ start, end, depth }: Journey): string[] {
  const from = start ? text("journey.from", { place: actionName(start) }) : text("journey.to", { place: actionName(end ?? {}) });
  return [from, text("journey.depth", { n: number(depth) })];
}

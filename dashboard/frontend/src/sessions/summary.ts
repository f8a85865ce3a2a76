/** A visit in short: who, when, from where, how long. */
import { languageName, duration, moment, number } from "../format.ts";
import { valueElement } from "../dimension.ts";
import { element } from "../dom.ts";
import { text } from "../messages.ts";
import { site } from "../site.ts";
import { liveMark } from "./row.ts";
import { isOver, since } from "./since.ts";
import type { Visit } from "./types.ts";
import { filterLink, known } from "./values.ts";

export function summary(visit: Visit, live: boolean, leave: () => void): HTMLElement {
  const place = visit.country ? valueElement("visit:country", visit.country) : element("span", "", text("place.unknown"));
  const who = element("p", "visit-who", place, ...(live ? [liveMark()] : []));
  const when = element("p", "visit-when", `${moment(visit.started_at, site().timeZone)} · ${since(Date.now() - visit.started_at)}`);
  return element("div", "visit-summary", who, when, figures(visit), facts(visit, leave));
}

function figures(visit: Visit): HTMLElement {
  const all: [string, string][] = [
    ["long", duration(visit.duration_s * 1000)],
    ["read", duration(visit.engaged_s * 1000)],
    ["views", number(visit.pageviews)],
    ["events", number(visit.events)],
  ];
  const shown = all.map(([name, value]) => {
    const made = element("div", "", element("dt", "", text(`visits.${name}`)), element("dd", "", value));
    made.title = text(`visits.hint.${name}`);
    return made;
  });
  if (visit.bounce && isOver(visit, Date.now())) shown[0]?.append(bounce());
  return element("dl", "visit-figures", ...shown);
}

function bounce(): HTMLElement {
  const mark = element("dd", "bounce-mark", text("visit.bounce"));
  mark.title = text("visit.bounceHint");
  return mark;
}

function facts(visit: Visit, leave: () => void): HTMLElement {
  const lines: [string, (Node | string)[]][] = [
    [text("dimension.source"), [filterLink("visit:source", visit.source, leave), ...(visit.source && visit.channel ? [" · ", filterLink("visit:channel", visit.channel, leave)] : [])]],
    [text("visits.who"), known(visit, ["country", "region", "city"], leave)],
    [text("dimension.device"), known(visit, ["device", "browser", "os"], leave)],
  ];
  if (visit.screen) lines.push([text("dimension.screen"), [visit.screen.replace("x", " × ")]]);
  if (visit.language) lines.push([text("dimension.language"), [languageName(visit.language)]]);
  return element("dl", "visit-facts", ...lines.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", ...value)]));
}

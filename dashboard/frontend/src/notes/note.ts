/** Notes on days and moments of the site. */
import { ask } from "../ask.ts";
import { day, moment } from "../format.ts";
import { site, sitePath } from "../site.ts";
import { wallTime, type WallTime } from "../wall_time.ts";

export interface Note {
  id: string;
  /** A day of the site's calendar, or a moment in UTC. */
  at: string;
  text: string;
}

/** The notes from the first to the last day; none when they cannot be had, for the chart is worth more. */
export async function notesBetween(first: string, last: string, signal: AbortSignal): Promise<Note[]> {
  const query = new URLSearchParams({ since: first.slice(0, 10), until: last.slice(0, 10), limit: "1000" });
  const found = await ask<{ results: Note[] }>(`${sitePath("annotations")}?${query}`, undefined, signal).catch((failure: unknown) => {
    if (signal.aborted) throw failure;
    return { results: [] };
  });
  return found.results;
}

const isDay = ({ at }: Note): boolean => at.length === "2026-11-22".length;

/** Its day on the site's calendar, and the time of day, or "" where it is about the whole day. */
export function timeOf(note: Note): WallTime {
  return isDay(note) ? { date: note.at, time: "" } : wallTime(Date.parse(note.at), site().timeZone);
}

/** Its time in words. */
export function when(note: Note): string {
  return isDay(note) ? day(note.at) : `${moment(Date.parse(note.at), site().timeZone)}, ${timeOf(note).date.slice(0, 4)}`;
}

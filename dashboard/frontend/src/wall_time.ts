/** The site's clock: days and times of day in its time zone, and the moments that they are. */
export interface WallTime {
  /** YYYY-MM-DD */
  date: string;
  /** HH:MM */
  time: string;
}

/** What the clock of a time zone shows at a moment (UTC ms). */
export function wallTime(at: number, timeZone: string): WallTime {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  const parts = new Map(new Intl.DateTimeFormat("en-GB", options).formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? "";
  return { date: `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`, time: `${part("hour")}:${part("minute")}` };
}

/**
 * The moment (UTC ms) at which the clock shows this; of two, where an hour happens twice, the earlier one. A time that
 * clocks pass over is taken as far behind the hour before.
 */
export function momentOf({ date, time }: WallTime, timeZone: string): number {
  const wanted = asUtc({ date, time });
  // Zones are up to 14 hours from UTC; what the clock shows around the moment tells which offsets are possible.
  const offsets = [-86_400_000, 86_400_000].map((off) => asUtc(wallTime(wanted + off, timeZone)) - (wanted + off));
  const found = offsets.map((offset) => wanted - offset).filter((at) => asUtc(wallTime(at, timeZone)) === wanted);
  return found.length ? Math.min(...found) : wanted - Math.min(...offsets);
}

const asUtc = ({ date, time }: WallTime): number => Date.parse(`${date}T${time}:00Z`);

/** The lines to paste, with the options that were chosen. */

export interface Lines {
  /** The snippet without options. */
  plain: string;
  /** The line that measures web vitals. */
  vitals: string;
  /** The line that counts visitors without JavaScript. */
  pixel: string;
}

export interface Options {
  /** What is counted by itself, in the order of `AUTOMATIC`. */
  auto: string[];
  vitals: boolean;
  hash: boolean;
  pixel: boolean;
  /** Patterns of paths, as they were typed. */
  exclude: string;
  mask: string;
}

/** What the tracker counts by itself unless the snippet says otherwise. */
const AUTOMATIC = ["pageviews", "outbound", "downloads", "forms", "404"];

/** The lines for these options; without any it is the plain snippet. */
export function snippet(lines: Lines, { auto, vitals, hash, pixel, exclude, mask }: Options): string {
  const kept = AUTOMATIC.filter((name) => name === "pageviews" || auto.includes(name));
  const attributes = [
    ...(kept.length < AUTOMATIC.length ? [attribute("data-auto", kept.join(" "))] : []),
    ...(hash ? ["data-hash"] : []),
    ...patterns("data-exclude", exclude),
    ...patterns("data-mask", mask),
  ];
  const own = lines.plain.replace("></script>", () => `${["", ...attributes].join(" ")}></script>`);
  return [own, ...(vitals ? [lines.vitals] : []), ...(pixel ? [lines.pixel] : [])].join("\n");
}

/** Patterns without the blanks and empty places that people leave between commas. */
function patterns(name: string, typed: string): string[] {
  const list = typed.split(",").map((one) => one.trim()).filter(Boolean);
  return list.length ? [attribute(name, list.join(","))] : [];
}

function attribute(name: string, value: string): string {
  return `${name}="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")}"`;
}

/** In which order visits are listed, and where the list begins: as the URL has it, and as the API takes it. */
import type { Order } from "../table.ts";

export const KEYS = ["started_at", "duration", "pageviews", "engaged"] as const;
export type Key = (typeof KEYS)[number];
export const PER_PAGE = 50;
const MOST_OFFSET = 1_000_000;

/** `duration`, `duration.asc`; anything else is newest first. */
export function parseOrder(written: string | null): Order & { by: Key } {
  const [by = "", direction] = (written ?? "").split(".");
  if (!KEYS.includes(by as Key)) return { by: "started_at", direction: "desc" };
  return { by: by as Key, direction: direction === "asc" ? "asc" : "desc" };
}

/** null for what needs not be written. */
export function writeOrder({ by, direction }: Order): string | null {
  if (direction === "asc") return `${by}.asc`;
  return by === "started_at" ? null : by;
}

/** The first row of the page that this row is on. */
export function parseOffset(written: string | null): number {
  const offset = /^\d{1,7}$/.test(written ?? "") ? Number(written) : 0;
  return offset > MOST_OFFSET ? 0 : offset - (offset % PER_PAGE);
}

/** Whether these could be the id and the start of a visit. */
export function parseVisit(id: string | null, at: string | null): { id: string; at: number } | undefined {
  if (!/^[0-9a-f]{16}$/.test(id ?? "") || !/^\d{9,14}$/.test(at ?? "")) return undefined;
  return { id: id!, at: Number(at) };
}

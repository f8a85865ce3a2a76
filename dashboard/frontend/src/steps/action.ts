/** What a visitor does that a step can be: a page viewed, an event, a goal reached; narrowed by filters on it. */
import type { ApiFilter } from "../view/filters.ts";

export const KINDS = ["page", "event", "goal"] as const;
export type Kind = (typeof KINDS)[number];

export interface Action {
  kind: Kind;
  value: string;
  filters: ApiFilter[];
}

/** As the API takes and gives it: one of the three is set. */
export interface ApiAction {
  page?: string | null;
  event?: string | null;
  goal?: string | null;
  filters?: ApiFilter[];
}

export const page = (value: string): Action => ({ kind: "page", value, filters: [] });

export function fromApi(given: ApiAction): Action {
  const kind = KINDS.find((each) => given[each]) ?? "page";
  return { kind, value: given[kind] ?? "", filters: given.filters ?? [] };
}

export function toApi({ kind, value, filters }: Action): ApiAction {
  const whole = filters.filter(isWholeFilter);
  return { [kind]: value.trim(), ...(whole.length ? { filters: whole } : {}) };
}

/** Whether it says enough to be asked about. */
export const isWhole = ({ value }: Action): boolean => value.trim() !== "";

/** An action from a URL, which anybody can write: what is not one is undefined. What it names is the API's to check. */
export function parseAction(given: unknown): Action | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const values = given as Record<string, unknown>;
  const kind = KINDS.find((each) => typeof values[each] === "string");
  if (!kind) return undefined;
  const filters = Array.isArray(values.filters) ? (values.filters.filter(Array.isArray) as ApiFilter[]) : [];
  return { kind, value: values[kind] as string, filters };
}

/** As a URL has it: unlike `toApi` with what is still to be filled in. */
export function writeAction({ kind, value, filters }: Action): ApiAction {
  return { [kind]: value, ...(filters.length ? { filters } : {}) };
}

const PROPS = "event:props:";

export interface PropertyFilter {
  operator: string;
  property: string;
  value: string;
}

/** A filter as the form shows it: one property, one value. Others are made by the API, and only shown and removed. */
export function asProperty(filter: ApiFilter): PropertyFilter | undefined {
  const [operator, dimension, values] = filter;
  if (typeof dimension !== "string" || !dimension.startsWith(PROPS) || !Array.isArray(values) || values.length !== 1) return undefined;
  return { operator, property: dimension.slice(PROPS.length), value: String(values[0]) };
}

export const propertyFilter = ({ operator, property, value }: PropertyFilter): ApiFilter => [operator, PROPS + property.trim(), [value]];

/** A property without a name or a value is still being written. */
function isWholeFilter(filter: ApiFilter): boolean {
  const found = asProperty(filter);
  return !found || (found.property !== "" && found.value !== "");
}

/** Filters as the page has them, as the URL writes them and as the API takes them. */
import { GROUPS, PROPS } from "../dimension.ts";

export const OPERATORS = ["is", "is_not", "contains", "contains_not", "matches", "matches_not"] as const;
export type Operator = (typeof OPERATORS)[number];

/** Visits with one of the values; for the negated operators, with none of them. */
export interface Filter {
  operator: Operator;
  dimension: string;
  values: string[];
}

export type ApiFilter =
  | [string, string, string[]]
  | [string, string, string[], { case_sensitive: boolean }]
  | [string, ApiFilter | ApiFilter[]];

const MOST_VALUES = 50;
/** Characters of the name of a custom property. */
export const MOST_PROPERTY = 300;
const DIMENSIONS = new Set(GROUPS.flatMap(([, dimensions]) => dimensions));

/** `is,visit:source,Google,Bing`: commas inside a part are written as %2C, and % as %25. Undefined for anything else. */
export function parseFilter(text: string): Filter | undefined {
  const [operator = "", dimension = "", ...values] = text.split(",").map(decoded);
  if (!operatorsOf(dimension).includes(operator as Operator) || !isFilterable(dimension) || !values.length) return undefined;
  return { operator: operator as Operator, dimension, values: values.slice(0, MOST_VALUES) };
}

/** Whether the page can filter by it: what the menu offers, and custom properties. */
export function isFilterable(dimension: string): boolean {
  const property = dimension.startsWith(PROPS) ? dimension.length - PROPS.length : 0;
  return DIMENSIONS.has(dimension) || (property > 0 && property <= MOST_PROPERTY);
}

export function writeFilter({ operator, dimension, values }: Filter): string {
  return [operator, dimension, ...values].map(encoded).join(",");
}

export const apiFilters = (filters: readonly Filter[]): ApiFilter[] =>
  filters.map(({ operator, dimension, values }) => [operator, dimension, values]);

export function sameFilters(some: readonly Filter[], others: readonly Filter[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}

/** The operators that a dimension takes: what reached no goal cannot be asked for. */
export function operatorsOf(dimension: string): readonly Operator[] {
  return dimension === "event:goal" ? ["is", "contains"] : OPERATORS;
}

export const isNegated = (filter: Filter): boolean => filter.operator.endsWith("_not");

/** With the operator turned around: what was left out is what stays. */
export function negated(filter: Filter): Filter {
  const turned = isNegated(filter) ? filter.operator.replace("_not", "") : `${filter.operator}_not`;
  return { ...filter, operator: turned as Operator };
}

/**
 * The filters after a click on a value: a value of a dimension that is filtered already replaces it, the same value
 * again takes it away.
 */
export function toggled(filters: readonly Filter[], dimension: string, value: string): Filter[] {
  const made: Filter = { operator: "is", dimension, values: [value] };
  const others = filters.filter((filter) => filter.dimension !== dimension || filter.operator !== "is");
  const had = filters.some((filter) => sameFilters([filter], [made]));
  return had ? others : [...others, made];
}

/** The filters with this one in the place of `old`, or as the last. */
export function replaced(filters: readonly Filter[], old: Filter | undefined, made: Filter | undefined): Filter[] {
  const index = old ? filters.findIndex((filter) => sameFilters([filter], [old])) : -1;
  const rest = filters.filter((_, place) => place !== index);
  if (!made) return rest;
  return index < 0 ? [...rest, made] : filters.map((filter, place) => (place === index ? made : filter));
}

export function filtersOn(filters: readonly Filter[], dimension: string): Filter[] {
  return filters.filter((filter) => filter.dimension === dimension);
}

const encoded = (part: string): string => part.replaceAll("%", "%25").replaceAll(",", "%2C");
const decoded = (part: string): string => part.replaceAll("%2C", ",").replaceAll("%25", "%");

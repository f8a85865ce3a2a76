/** The web vitals, Google's thresholds for them, and how their values read. */
import { locale } from "../messages.ts";
import type { Meta } from "../stats.ts";

export const METRICS = ["LCP", "INP", "CLS", "FCP", "TTFB"] as const;
export type Metric = (typeof METRICS)[number];
export const PERCENTILES = ["p50", "p75", "p90", "p99"] as const;
export type Percentile = (typeof PERCENTILES)[number];
export const RATINGS = ["good", "fair", "poor"] as const;
export type Rating = (typeof RATINGS)[number];

type Percentiles = Record<Percentile, number>;

export interface Vital extends Percentiles {
  metric: Metric;
  samples: number;
  /** Percent of the samples. */
  good: number;
  needs_improvement: number;
  poor: number;
}

export interface Group {
  value: string;
  samples: number;
  vitals: Vital[];
}

export interface Point extends Percentiles {
  metric: Metric;
  time: string;
  samples: number;
}

export interface Vitals {
  vitals: Vital[];
  total: number;
  groups: Group[];
  series: Point[];
  meta: Meta & { date_range: [string, string] };
}

/** The largest good value, and the largest one that is not poor: ms, for CLS a plain number. As the report has them. */
export const THRESHOLDS: Record<Metric, readonly [number, number]> = {
  LCP: [2500, 4000],
  INP: [200, 500],
  CLS: [0.1, 0.25],
  FCP: [1800, 3000],
  TTFB: [800, 1800],
};

/** Values beyond this many times the poor threshold lie at the end of the scale. */
const SCALE = 1.5;

export function rating(metric: Metric, value: number): Rating {
  const [good, fair] = THRESHOLDS[metric];
  return value <= good ? "good" : value <= fair ? "fair" : "poor";
}

/** Where a value lies on the metric's scale, 0 to 1. */
export function position(metric: Metric, value: number): number {
  return Math.min(1, Math.max(0, value / (THRESHOLDS[metric][1] * SCALE)));
}

/** `2.31s`, `180ms`, and `0.094` for CLS. */
export function said(metric: Metric, value: number): string {
  if (metric === "CLS") return written(value, { maximumFractionDigits: 3 });
  if (value < 1000) return written(value, { style: "unit", unit: "millisecond", maximumFractionDigits: 0 });
  return written(value / 1000, { style: "unit", unit: "second", maximumFractionDigits: value < 10_000 ? 2 : 1 });
}

const made = new Map<string, Intl.NumberFormat>();

function written(value: number, options: Intl.NumberFormatOptions): string {
  const key = `${locale()} ${JSON.stringify(options)}`;
  const format = made.get(key) ?? new Intl.NumberFormat(locale(), { unitDisplay: "narrow", ...options });
  made.set(key, format);
  return format.format(value);
}

/** Visits and their steps, as the reports `sessions` and `session` give them. */
import type { Meta } from "../stats.ts";

export interface Visit {
  id: string;
  /** UTC ms */
  started_at: number;
  duration_s: number;
  engaged_s: number;
  pageviews: number;
  events: number;
  bounce: boolean;
  entry_page: string;
  exit_page: string;
  source: string;
  channel: string;
  country: string;
  region: string;
  city: string;
  device: string;
  browser: string;
  os: string;
  language: string;
  screen: string;
}

export interface Step {
  type: "pageview" | "event" | "engagement";
  /** UTC ms */
  at: number;
  name: string;
  hostname: string;
  page: string;
  props: Record<string, string>;
  revenue: { amount: string; currency: string } | null;
  engaged_s: number | null;
  scroll_pct: number | null;
}

export interface VisitList {
  total: number;
  sessions: Visit[];
  meta: Meta;
}

export interface OneVisit {
  session: Visit;
  total: number;
  steps: Step[];
  meta: Meta;
}

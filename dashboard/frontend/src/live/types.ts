/** What `/api/live/` and its stream send. Times are UTC ms. */
export interface Minute {
  at: number;
  visitors: number;
  pageviews: number;
}

export interface Session {
  id: string;
  started_at: number;
  last_seen: number;
  pageviews: number;
  entry_page: string;
  page: string;
  source: string;
  country: string;
  device: string;
  browser: string;
  os: string;
}

export interface Ranked {
  value: string;
  visitors: number;
}

export interface LiveEvent {
  id: string;
  at: number;
  type: "pageview" | "engagement" | "event";
  name: string;
  page: string;
  title: string;
  source: string;
  country: string;
  device: string;
  scroll_pct: number;
  visible_ms: number;
}

export interface Snapshot {
  site: string;
  at: number;
  current_visitors: number;
  active_sessions: number;
  minutes: Minute[];
  sessions: Session[];
  pages: Ranked[];
  sources: Ranked[];
  countries: Ranked[];
  feed: LiveEvent[];
}

export type Health = "connecting" | "live" | "polling" | "reconnecting" | "trouble" | "lost";

/** Requests to the dashboard's own API, and what can go wrong with them. */
import { text } from "./messages.ts";
import { codeOf, inWords, meaningOf } from "./refusal.ts";

/** A refusal, or a server that cannot be reached. `message` is the API's own: `said()` is for people. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterS = 0,
  ) {
    super(message);
  }

  /** Whether the same request can succeed later. */
  get passes(): boolean {
    return this.isUnreachable || this.status === 429 || this.status >= 500;
  }

  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/**
 * The JSON answer, or undefined for an empty one. Throws `Refused`; an aborted request throws the abort.
 *
 * A session that has ended leads to the log-in page and back.
 */
export async function ask<T>(path: string, body?: unknown, signal?: AbortSignal | null, method?: Method): Promise<T> {
  const answer = await fetch(path, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf() },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal ?? null,
  }).catch((failure: unknown) => unreachable(failure, signal));
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw await refusal(answer);
  if (answer.status === 204) return undefined as T;
  const given = await answer.text().catch((failure: unknown) => unreachable(failure, signal));
  return JSON.parse(given) as T;
}

/** The connection can also break in the middle of an answer. */
function unreachable(failure: unknown, signal: AbortSignal | null | undefined): never {
  if (signal?.aborted) throw failure;
  throw new Refused(0, "unreachable", text("problem.unreachable"));
}

/** Whether a failure is only a request that nobody waits for any more. */
export function isAborted(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === "AbortError";
}

/** What to tell people about a failure: in their language where the code says what it is. */
export function said(failure: unknown): string {
  if (!(failure instanceof Refused)) return text("problem.unknown");
  return translated(failure) ?? failure.message;
}

/** Undefined for what only the API has words for, in English. */
export function translated(failure: Refused): string | undefined {
  const meaning = meaningOf(failure.code, failure.message);
  return meaning && inWords(meaning);
}

async function refusal(answer: Response): Promise<Refused> {
  const wait = Number(answer.headers.get("Retry-After") ?? 0);
  const given: unknown = await answer.json().catch(() => undefined);
  const error = (given as { error?: string | { code: string; message: string } } | undefined)?.error;
  const [code, message] = typeof error === "object" ? [error.code, error.message] : ["", error ?? ""];
  if (answer.status === 429) return new Refused(429, code, text("problem.busy", { seconds: String(wait || 5) }), wait);
  return new Refused(answer.status, code || codeOf(message), message || text("problem.unknown"), wait);
}

function csrf(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
}

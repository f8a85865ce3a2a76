/** The object that a draft in the URL is, or undefined: anybody can write a URL. */
export function parseDraft(text: string | null): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(text ?? "");
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

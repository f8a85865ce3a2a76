/** Address of the current page, without the fragment, which may hold secrets and is no page. */
export function pageUrl(): string {
  return location.href.split("#", 1)[0]!.slice(0, 2000);
}

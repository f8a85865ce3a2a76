/** Folders of pages: `/coffee/*` stands for what several pages have in common. */
export interface Folder {
  value: string;
  pages: number;
  /** Of all its pages; whoever saw two of them counts twice. */
  visitors: number;
}

/** First-level folders that hold at least two pages, the most visited first. A folder's own page is not counted. */
export function folders(pages: readonly { value: string; visitors?: number }[]): Folder[] {
  const found = new Map<string, Folder>();
  for (const { value, visitors = 0 } of pages) {
    const [, name] = /^\/([^/*]+)\/[^/]/.exec(value) ?? [];
    if (!name) continue;
    const folder = found.get(name) ?? { value: `/${name}/*`, pages: 0, visitors: 0 };
    found.set(name, { ...folder, pages: folder.pages + 1, visitors: folder.visitors + visitors });
  }
  return [...found.values()].filter((folder) => folder.pages > 1).sort((one, other) => other.visitors - one.visitors);
}

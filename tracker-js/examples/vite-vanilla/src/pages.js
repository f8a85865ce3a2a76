/** The pages of the application: pattern of the path, and what it shows. */
export const pages = [
  [/^\/$/, () => ({ title: "Shop", text: "Welcome" })],
  [/^\/shoes$/, () => ({ title: "Shoes – Shop", text: "All shoes" })],
  [/^\/shoes\/(\d+)$/, (number) => ({ title: `Shoe ${number} – Shop`, text: `Shoe ${number}`, buy: number })],
];

/** The page at a path. */
export function find(path) {
  for (const [pattern, make] of pages) {
    const match = pattern.exec(path);
    if (match) return make(...match.slice(1));
  }
  return { title: "Not found – Shop", text: "There is no such page" };
}

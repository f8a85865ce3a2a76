/**
 * Where the nodes and links of a journey lie: a column for each step, nodes by size from the top, those that stand for
 * the rest and for leaving at the bottom. A library for Sankey diagrams would move nodes about to save crossings; here
 * every column is a ranking and stays one.
 */
import type { Link, Node } from "./answer.ts";

export interface Sizes {
  /** Of a column, and of the room between two. */
  column: number;
  room: number;
  /** Between two nodes of a column. */
  gap: number;
  /** The least that a node is high, so that its text fits, and the height of all visits. */
  least: number;
  whole: number;
}

export interface PlacedNode {
  node: Node;
  x: number;
  y: number;
  height: number;
  /** The height that the visits of the node have as flows. */
  flow: number;
}

export interface PlacedLink {
  link: Link;
  width: number;
  /** From the middle of one edge to the middle of the other. */
  from: [number, number];
  to: [number, number];
}

export interface Layout {
  nodes: PlacedNode[];
  links: PlacedLink[];
  width: number;
  height: number;
}

/** `forward`: the columns go from left to right; otherwise from right to left, so that time always goes to the right. */
export function layout(nodes: readonly Node[], links: readonly Link[], visits: number, forward: boolean, sizes: Sizes): Layout {
  const columns = Math.max(0, ...nodes.map(({ step }) => step)) + 1;
  const scale = visits ? sizes.whole / visits : 0;
  const placed: PlacedNode[] = Array.from(nodes, (node) => ({ node, x: 0, y: 0, height: 0, flow: node.visits * scale }));
  let height = 0;
  for (let step = 0; step < columns; step++) {
    const x = (forward ? step : columns - 1 - step) * (sizes.column + sizes.room);
    let y = 0;
    for (const each of inOrder(placed.filter(({ node }) => node.step === step))) {
      Object.assign(each, { x, y, height: Math.max(sizes.least, each.flow) });
      y += each.height + sizes.gap;
    }
    height = Math.max(height, y - sizes.gap);
  }
  return { nodes: placed, links: placedLinks(placed, links, scale, forward, sizes), width: columns * (sizes.column + sizes.room) - sizes.room, height };
}

const LAST: Partial<Record<Node["type"], number>> = { other: 1, exit: 2, entry: 2 };

function inOrder(column: PlacedNode[]): PlacedNode[] {
  const rank = ({ node }: PlacedNode) => LAST[node.type] ?? 0;
  return column.sort((one, other) => rank(one) - rank(other) || other.node.visits - one.node.visits);
}

/** Links leave and arrive in the order of what is at their other end, so that those of one node do not cross. */
function placedLinks(nodes: readonly PlacedNode[], links: readonly Link[], scale: number, forward: boolean, sizes: Sizes): PlacedLink[] {
  const made: PlacedLink[] = links.map((link) => ({ link, width: Math.max(1, link.visits * scale), from: [0, 0], to: [0, 0] }));
  const y = (place: number) => nodes[place]?.y ?? 0;
  nodes.forEach((node, place) => {
    const out = made.filter(({ link }) => link.source === place).sort((one, other) => y(one.link.target) - y(other.link.target));
    const into = made.filter(({ link }) => link.target === place).sort((one, other) => y(one.link.source) - y(other.link.source));
    const [near, far] = forward ? [node.x, node.x + sizes.column] : [node.x + sizes.column, node.x];
    stack(out, node, scale, (each, at) => (each.from = [far, at]));
    stack(into, node, scale, (each, at) => (each.to = [near, at]));
  });
  return made;
}

/** One below the other, in the middle of the node where it is higher than they are. */
function stack(links: readonly PlacedLink[], node: PlacedNode, scale: number, put: (link: PlacedLink, at: number) => void): void {
  let at = node.y + (node.height - node.flow) / 2;
  for (const each of links) {
    const width = each.link.visits * scale;
    put(each, at + width / 2);
    at += width;
  }
}

/** A band that leaves and arrives level, as an SVG path. */
export function band({ from: [x, y], to: [toX, toY], width }: PlacedLink): string {
  const round = (value: number) => Math.round(value * 10) / 10;
  const [half, middle] = [width / 2, round((x + toX) / 2)];
  const edge = (by: number) => `${middle},${round(y + by)} ${middle},${round(toY + by)} ${round(toX)},${round(toY + by)}`;
  const back = `${middle},${round(toY + half)} ${middle},${round(y + half)} ${round(x)},${round(y + half)}`;
  return `M${round(x)},${round(y - half)}C${edge(-half)}V${round(toY + half)}C${back}Z`;
}

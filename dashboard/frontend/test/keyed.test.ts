import assert from "node:assert/strict";
import { test } from "node:test";
import { KeyedList } from "../src/keyed.ts";

/** As much of an element as a list needs: children in order, and how often they were moved. */
class Node {
  children: Node[] = [];
  parent: Node | undefined;
  text = "";
  moves = 0;

  get firstElementChild(): Node | null {
    return this.children[0] ?? null;
  }

  get nextElementSibling(): Node | null {
    const around = this.parent?.children ?? [];
    return around[around.indexOf(this) + 1] ?? null;
  }

  insertBefore(child: Node, next: Node | null): void {
    child.remove();
    const at = next ? this.children.indexOf(next) : this.children.length;
    this.children.splice(at, 0, child);
    child.parent = this;
    this.moves += 1;
  }

  remove(): void {
    if (this.parent) this.parent.children = this.parent.children.filter((other) => other !== this);
    this.parent = undefined;
  }
}

function listIn(parent: Node): KeyedList<string> {
  return new KeyedList<string>(
    parent as unknown as Element,
    (item) => item[0] ?? "",
    () => {
      const row = new Node();
      return { element: row as unknown as Element, update: (item) => (row.text = item) };
    },
  );
}

const shown = (parent: Node): string[] => parent.children.map((row) => row.text);

test("rows follow the items", () => {
  const parent = new Node();
  const list = listIn(parent);
  for (const items of [["a1", "b1"], ["c1", "a2", "b2"], ["b3"], [], ["b4", "a3"], ["a4", "b5"]]) {
    list.show(items);
    assert.deepEqual(shown(parent), items);
  }
});

test("a row keeps its element, and rows that stay are not moved", () => {
  const parent = new Node();
  const list = listIn(parent);
  list.show(["a1", "b1", "c1"]);
  const [first, , third] = parent.children;
  parent.moves = 0;
  list.show(["n1", "a2", "b2", "c2"]);
  assert.equal(parent.moves, 1);
  assert.equal(parent.children[1], first);
  assert.equal(parent.children[3], third);
});

// A list that grows, and those who wait for something in it.

import assert from "node:assert/strict";

export const PATIENCE_MS = 10_000;

export class Heard {
  items = [];
  #waiting = new Set();

  add(item) {
    this.items.push(item);
    for (const look of [...this.#waiting]) look();
  }

  /** The first item from `from` on that fits; fails with what came instead. */
  async first(what, fits, { from = 0, ms = PATIENCE_MS } = {}) {
    let timer;
    let look;
    const found = new Promise((ok, fail) => {
      look = () => {
        const item = this.items.slice(from).find(fits);
        if (item !== undefined) ok(item);
      };
      timer = setTimeout(() => {
        const last = this.items.slice(-4).map((item) => JSON.stringify(item).slice(0, 200));
        fail(
          new assert.AssertionError({
            message: `not within ${ms} ms: ${what}; the last of it: ${last.join("\n") || "nothing"}`,
          }),
        );
      }, ms);
      this.#waiting.add(look);
      look();
    });
    return found.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(look);
    });
  }
}

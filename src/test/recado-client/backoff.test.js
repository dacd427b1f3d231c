import { test } from "node:test";
import assert from "node:assert/strict";
import { backoff } from "../../main/js/recado-client/index.js";

const waits = (after) => [1, 2, 3, 4, 5, 6, 7, 100].map(after);

test("waits grow to a last step that they keep", () => {
  const { reconnectAfterMs, rejoinAfterMs } = backoff(() => 0.5);
  assert.deepEqual(waits(reconnectAfterMs), [100, 250, 500, 1000, 2000, 4000, 4000, 4000]);
  assert.deepEqual(waits(rejoinAfterMs), [1000, 2000, 5000, 10000, 10000, 10000, 10000, 10000]);
});

test("no two clients need wait alike: each wait is between half and one and a half of its step", () => {
  assert.equal(backoff(() => 0).reconnectAfterMs(4), 500);
  assert.equal(backoff(() => 0.999).reconnectAfterMs(4), 1499);
  const drawn = new Set(Array.from({ length: 100 }, () => backoff().reconnectAfterMs(6)));
  assert.ok(drawn.size > 90);
});

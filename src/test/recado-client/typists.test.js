import { test } from "node:test";
import assert from "node:assert/strict";
import { nextStop, typing, withTypist, withoutTypist } from "../../main/js/recado-client/typists.js";

test("who types is shown until five seconds after the last sign", () => {
  const once = withTypist({}, "ana", 1000);
  assert.deepEqual(typing(once, 5999), ["ana"]);
  assert.deepEqual(typing(once, 6000), []);
  assert.deepEqual(typing(withTypist(once, "ana", 4000), 8999), ["ana"]);
});

test("who has written no longer types", () => {
  const two = withTypist(withTypist({}, "ana", 0), "bruno", 0);
  assert.deepEqual(typing(withoutTypist(two, "ana"), 1), ["bruno"]);
  assert.deepEqual(typing(withoutTypist(two, "carla"), 1), ["ana", "bruno"]);
});

test("the next stop is the earliest that is still to come", () => {
  const two = withTypist(withTypist({}, "ana", 0), "bruno", 1000);
  assert.equal(nextStop(two, 0), 5000);
  assert.equal(nextStop(two, 5000), 6000);
  assert.equal(nextStop(two, 6000), null);
});

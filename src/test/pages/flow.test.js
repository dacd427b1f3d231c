import { test } from "node:test";
import assert from "node:assert/strict";
import { kinds, lines, point, waiting, withFlow } from "../../main/webapp/js/ops/flow.js";

const flow = (second, stored, more = {}) => ({
  node: "a",
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
  counters: { commands: [{ kind: "message.create", outcome: "stored", count: stored }], batches: { count: stored / 10, commands: stored } },
  ...more,
});

test("counters become rates per second", () => {
  assert.equal(point(flow(0, 100), flow(2, 150)).outcomes.stored, 25);
});

test("kinds of one outcome are added up", () => {
  const both = flow(2, 150);
  both.counters.commands.push({ kind: "message.edit", outcome: "stored", count: 10 });
  assert.equal(point(flow(0, 100), both).outcomes.stored, 30);
  assert.deepEqual(kinds(both), [{ kind: "message.create", stored: 150 }, { kind: "message.edit", stored: 10 }]);
});

test("outcome seen for the first time counts from nothing", () => {
  const now = flow(2, 100);
  now.counters.commands.push({ kind: "message.create", outcome: "dead", count: 4 });
  assert.equal(point(flow(0, 100), now).outcomes.dead, 2);
});

test("counter that went down says nothing of its interval", () => {
  assert.equal(point(flow(0, 100), flow(2, 3)).outcomes.stored, null);
});

test("step's time is the mean of the interval, and absent when nothing ran", () => {
  const before = flow(0, 0, { steps: [{ step: "rules", count: 10, total_ms: 100 }, { step: "cache", count: 5, total_ms: 5 }] });
  const now = flow(2, 0, { steps: [{ step: "rules", count: 14, total_ms: 108 }, { step: "cache", count: 5, total_ms: 5 }] });
  assert.deepEqual(point(before, now).steps, { rules: 2, cache: null });
});

test("batch size is commands by batches of the interval", () => {
  assert.equal(point(flow(0, 100), flow(2, 150)).batch.size, 10);
});

test("answer with missing parts is drawn as far as it goes", () => {
  const bare = (second) => ({ node: "a", at: flow(second).at });
  assert.deepEqual(point(bare(0), bare(2)).outcomes, {});
  assert.equal(waiting(bare(0)), 0);
  assert.deepEqual(kinds(bare(0)), []);
});

test("what waits for a core is counted, and dead letters are not", () => {
  const queues = [{ name: "recado.commands.0", messages: 3 }, { name: "recado.commands.dead", messages: 8 }, { name: "recado.notifications", messages: 2 }];
  assert.equal(waiting(flow(0, 100, { queues })), 5);
});

test("another node's answer starts no interval with this one's", () => {
  const first = withFlow({ last: null, points: [] }, flow(0, 100));
  assert.equal(withFlow(first, { ...flow(2, 900), node: "b" }).points.length, 0);
  assert.equal(withFlow(first, flow(2, 900)).points.length, 1);
});

test("same moment asked twice is no interval", () => {
  assert.equal(point(flow(0, 1), flow(0, 1)), null);
});

test("line has a value or a hole for every point", () => {
  const drawn = lines([{ queues: { a: 1 } }, { queues: { a: 2, b: 3 } }], "queues");
  assert.deepEqual(drawn, [{ name: "a", values: [1, 2] }, { name: "b", values: [null, 3] }]);
});

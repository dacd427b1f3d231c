import { test } from "node:test";
import assert from "node:assert/strict";
import { Outbox } from "../../main/js/recado-client/outbox.js";
import { storage } from "./fake-socket.js";

const entry = (client_id, more = {}) => ({ client_id, channel_id: "general", kind: "message", message: "hi", ...more });
const states = (outbox) => outbox.entries.map(({ client_id, state }) => [client_id, state]);

test("what was on its way is sent again after a reload, under the same client_id", () => {
  const store = storage();
  const before = new Outbox(store, "ana");
  before.add(entry("a"));
  before.add(entry("b"));
  before.add(entry("c"));
  before.change("b", { state: "accepted" });
  before.change("c", { state: "failed", reason: "muted" });
  assert.deepEqual(states(new Outbox(store, "ana")), [["a", "sending"], ["b", "sending"], ["c", "failed"]]);
});

test("one person's outbox is not another's", () => {
  const store = storage();
  new Outbox(store, "ana").add(entry("a"));
  assert.deepEqual(new Outbox(store, "bruno").entries, []);
});

test("message leaves the outbox when the channel shows it", () => {
  const outbox = new Outbox(storage(), "ana");
  outbox.add(entry("a"));
  outbox.add(entry("b"));
  outbox.settle("general", { cursor: 7, messages: [{ id: "m7", seq: 7, client_id: "a" }] });
  assert.deepEqual(states(outbox), [["b", "sending"]]);
});

test("stored entry stays until its seq has been seen", () => {
  const outbox = new Outbox(storage(), "ana");
  outbox.add(entry("a", { kind: "edit", id: "m1" }));
  outbox.change("a", { state: "stored", seq: 9 });
  outbox.settle("general", { cursor: 8, messages: [] });
  assert.equal(outbox.entries.length, 1);
  outbox.settle("general", { cursor: 9, messages: [] });
  assert.equal(outbox.entries.length, 0);
});

test("another channel's events settle nothing here", () => {
  const outbox = new Outbox(storage(), "ana");
  outbox.add(entry("a"));
  outbox.settle("random", { cursor: 9, messages: [{ client_id: "a" }] });
  assert.equal(outbox.entries.length, 1);
});

test("cleared outbox leaves nothing behind", () => {
  const store = storage();
  const outbox = new Outbox(store, "ana");
  outbox.add(entry("a"));
  outbox.clear();
  assert.equal(store.getItem("recado.outbox.ana"), null);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { rows } from "../../main/webapp/js/parts/rows.js";

const at = (minute) => `2026-03-01T10:${String(minute).padStart(2, "0")}:00Z`;
const message = (seq, sender_id, minute, more = {}) => ({ id: `m${seq}`, seq, sender_id, timestamp: at(minute), message: "x", ...more });
const made = (messages, more = {}) =>
  rows({ state: { messages }, entries: [], me: "ana", firstUnread: null, offline: false, sameDay: () => true, ...more });

test("one sender's messages of the same minutes are one group", () => {
  const items = made([message(1, "ana", 0), message(2, "ana", 3), message(3, "bruno", 4), message(4, "bruno", 30)]);
  assert.deepEqual(items.map(({ grouped }) => grouped), [false, true, false, false]);
});

test("first unread message is marked once, and never one's own", () => {
  const items = made([message(1, "bruno", 0), message(2, "ana", 1), message(3, "bruno", 2), message(4, "bruno", 3)], { firstUnread: 2 });
  assert.deepEqual(items.map(({ unread }) => unread), [false, false, true, false]);
});

test("no message is marked as the first unread one while an earlier one may be", () => {
  const marks = (olderExist) => made([], { state: { messages: [message(5, "bruno", 0)], olderExist }, firstUnread: 2 });
  assert.deepEqual(marks(true).map(({ unread }) => unread), [false]);
  assert.deepEqual(marks(false).map(({ unread }) => unread), [true]);
});

test("unsent messages come last and keep their key once stored", () => {
  const entries = [{ kind: "message", client_id: "c9", channel_id: "general", state: "sending", message: "new", at: at(9) }];
  assert.equal(made([message(1, "bruno", 0)], { entries }).at(-1).key, "c9");
  assert.equal(made([message(1, "bruno", 0), message(2, "ana", 9, { client_id: "c9" })]).at(-1).key, "c9");
});

test("only one's own message can be edited, and not once deleted or while a change is on its way", () => {
  const messages = [message(1, "bruno", 0), message(2, "ana", 1), message(3, "ana", 2, { deleted_at: at(3) }), message(4, "ana", 4)];
  const entries = [{ kind: "edit", id: "m4", client_id: "e", state: "sending", message: "y" }];
  assert.deepEqual(made(messages, { entries }).map(({ editable }) => Boolean(editable)), [false, true, false, false]);
});

test("another day starts with its own rule and a new group", () => {
  const items = made([message(1, "ana", 0), message(2, "ana", 1)], { sameDay: () => false });
  assert.deepEqual(items.map(({ newDay, grouped }) => [newDay, grouped]), [[true, false], [true, false]]);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { emptyChannel, happened, joined, oldestSeq, withOlder } from "../../main/js/recado-client/channel-state.js";

const message = (seq, more = {}) => ({ id: `m${seq}`, seq, sender_id: "ana", message: `text ${seq}`, ...more });
const created = (seq) => ({ type: "message.created", ...message(seq) });
const texts = (state) => state.messages.map((one) => one.message);
const seqs = (state) => state.messages.map((one) => one.seq);

test("newcomer starts at the channel's last seq with the newest messages", () => {
  const state = joined(emptyChannel(), { last_seq: 9, recovered: true, messages: [message(7), message(9)], more: false });
  assert.equal(state.cursor, 9);
  assert.deepEqual(seqs(state), [7, 9]);
  assert.equal(oldestSeq(state), 7);
});

test("next event is shown and moves the cursor", () => {
  const state = happened(emptyChannel(4), created(5));
  assert.equal(state.cursor, 5);
  assert.deepEqual(texts(state), ["text 5"]);
});

test("repeated event changes nothing", () => {
  const state = happened(emptyChannel(4), created(5));
  assert.equal(happened(state, created(5)), state);
  assert.equal(happened(state, created(3)), state);
});

test("jump in seq is a gap, and what jumped is kept until the rejoin has filled it", () => {
  const gap = happened(emptyChannel(4), created(7));
  assert.equal(gap.gap, true);
  assert.equal(gap.cursor, 4);
  assert.deepEqual(texts(gap), []);
  const healed = joined(gap, { last_seq: 6, recovered: true, messages: [message(5), message(6)], more: false });
  assert.equal(healed.gap, false);
  assert.equal(healed.cursor, 7);
  assert.deepEqual(seqs(healed), [5, 6, 7]);
});

test("edit keeps the place and takes the new text", () => {
  let state = happened(happened(emptyChannel(0), created(1)), created(2));
  state = happened(state, { type: "message.edited", id: "m1", seq: 3, message_seq: 1, message: "better", edited_at: "now" });
  assert.deepEqual(texts(state), ["better", "text 2"]);
  assert.equal(state.messages[0].edited_at, "now");
  assert.equal(state.cursor, 3);
});

test("deletion takes the text away and leaves the place", () => {
  const state = happened(happened(emptyChannel(0), created(1)), { type: "message.deleted", id: "m1", seq: 2, deleted_at: "now" });
  assert.equal(state.messages[0].message, undefined);
  assert.equal(state.messages[0].deleted_at, "now");
});

test("edit of a message not at hand only moves the cursor", () => {
  const state = happened(emptyChannel(8), { type: "message.edited", id: "m2", seq: 9, message: "better" });
  assert.equal(state.cursor, 9);
  assert.deepEqual(state.messages, []);
});

test("membership takes a seq and shows no message", () => {
  const state = happened(emptyChannel(8), { type: "member.joined", user_id: "carla", seq: 9 });
  assert.equal(state.cursor, 9);
  assert.deepEqual(state.messages, []);
});

test("older page never undoes a newer change", () => {
  let state = happened(emptyChannel(0), created(1));
  state = happened(state, { type: "message.edited", id: "m1", seq: 2, message: "better" });
  state = withOlder(state, { messages: [message(1)], more: false });
  assert.deepEqual(texts(state), ["better"]);
  assert.equal(state.olderExist, false);
});

test("older pages go before what is at hand", () => {
  const state = withOlder(happened(emptyChannel(4), created(5)), { messages: [message(3), message(1)], more: true });
  assert.deepEqual(seqs(state), [1, 3, 5]);
  assert.equal(state.olderExist, true);
  assert.equal(withOlder(state, { messages: [], more: true }).olderExist, false);
});

test("more changes than one reply holds are asked for from where it ended, live events held back meanwhile", () => {
  const first = { last_seq: 20, next_seq: 12, recovered: true, messages: [message(11), message(12)], more: true };
  let state = joined(happened(emptyChannel(1), created(2)), first);
  assert.equal(state.gap, true);
  assert.equal(state.cursor, 12);
  state = happened(state, created(21));
  assert.equal(state.cursor, 12);
  const edited = message(2, { message: "better", changed_seq: 19 });
  state = joined(state, { last_seq: 20, recovered: true, messages: [edited, message(18)], more: false });
  assert.equal(state.gap, false);
  assert.equal(state.cursor, 21);
  assert.deepEqual(seqs(state), [2, 11, 12, 18, 21]);
  assert.equal(state.messages[0].message, "better");
});

test("cursor the server can no longer serve starts the channel afresh", () => {
  let state = happened(emptyChannel(4), created(5));
  state = joined(state, { last_seq: 900, recovered: false, messages: [], more: false });
  assert.equal(state.cursor, 900);
  assert.deepEqual(state.messages, []);
  assert.equal(state.olderExist, true);
});

import { test } from "node:test";
import assert from "node:assert/strict";
import { Outbox, Room } from "../../main/js/recado-client/index.js";
import { FakeSocket, storage } from "./fake-socket.js";

const message = (seq, more = {}) => ({ id: `m${seq}`, seq, sender_id: "bruno", message: `text ${seq}`, ...more });

function room({ cursor = null, store = storage(), ...more } = {}) {
  const socket = new FakeSocket();
  const made = new Room({ socket, outbox: new Outbox(store, "ana"), id: "general", cursor, ...more });
  made.join();
  return { socket, room: made, store };
}

const pushed = (channel, event = "message") => channel.pushes.filter((push) => push.event === event);
const keys = (channel) => pushed(channel).map(({ payload }) => payload.client_id);
const texts = ({ state }) => state.messages.map((one) => one.message);

test("newcomer joins without a cursor, and from its last seq ever after", () => {
  const { socket, room: general } = room();
  assert.equal(socket.last.topic, "channel:general");
  assert.deepEqual(socket.last.params(), {});
  socket.last.joined({ last_seq: 7, messages: [message(7)] });
  socket.last.tell("message", message(8));
  assert.deepEqual(socket.last.params(), { last_seq: 8 });
  assert.deepEqual(texts(general), ["text 7", "text 8"]);
});

test("repeat is dropped and told to nobody", () => {
  const told = [];
  const { socket, room: general } = room({ cursor: 4, tell: (what, detail) => what === "event" && told.push(detail.event.seq) });
  socket.last.joined({ last_seq: 4 });
  for (const seq of [5, 5, 4, 6]) socket.last.tell("message", message(seq));
  assert.deepEqual(told, [5, 6]);
  assert.deepEqual(texts(general), ["text 5", "text 6"]);
});

test("jump in seq joins again from before it, once", () => {
  const { socket, room: general } = room({ cursor: 4 });
  const first = socket.last;
  first.joined({ last_seq: 4 });
  first.tell("message", message(7));
  first.tell("message", message(8));
  assert.equal(socket.channels.length, 2);
  assert.deepEqual(socket.last.params(), { last_seq: 4 });
  socket.last.joined({ last_seq: 8, messages: [5, 6, 7, 8].map((seq) => message(seq)) });
  assert.deepEqual(texts(general), ["text 5", "text 6", "text 7", "text 8"]);
  assert.equal(general.state.cursor, 8);
});

test("what was read before the topic is joined, or got lost with the line, is told by the join", () => {
  const { socket, room: general } = room({ cursor: 4 });
  general.read(4);
  assert.equal(pushed(socket.last, "read").length, 0);
  socket.last.joined({ last_seq: 4, read_seq: 1 });
  assert.deepEqual(pushed(socket.last, "read").map(({ payload }) => payload), [{ seq: 4 }]);
  socket.last.lost();
  socket.last.joined({ last_seq: 4, read_seq: 1 });
  assert.equal(pushed(socket.last, "read").length, 2);
  socket.last.lost();
  socket.last.joined({ last_seq: 4, read_seq: 4 });
  assert.equal(pushed(socket.last, "read").length, 2);
  general.leave();
});

test("what the topic that was left still says is not heard", () => {
  const { socket, room: general } = room({ cursor: 4 });
  const first = socket.last;
  first.joined({ last_seq: 4 });
  first.tell("resync", { last_seq: 4 });
  socket.last.joined({ last_seq: 4 });
  first.tell("message", message(5));
  first.lost();
  assert.equal(general.state.cursor, 4);
  assert.equal(general.open, true);
});

test("resync joins again from the cursor at hand", () => {
  const { socket } = room({ cursor: 4 });
  socket.last.joined({ last_seq: 4 });
  socket.last.tell("message", message(5));
  socket.last.tell("resync", { last_seq: 5 });
  assert.equal(socket.channels.length, 2);
  assert.deepEqual(socket.last.params(), { last_seq: 5 });
});

test("answer that does not hold all is followed page by page, and nothing is sent before the last", () => {
  const { socket, room: general } = room({ cursor: 1 });
  general.send("waits");
  socket.last.joined({ last_seq: 5, messages: [message(2), message(3)], more: true, next_seq: 3 });
  assert.deepEqual(socket.last.params(), { last_seq: 3 });
  assert.equal(socket.channels.flatMap((channel) => pushed(channel)).length, 0);
  socket.last.joined({ last_seq: 5, messages: [message(4), message(5)] });
  assert.deepEqual(texts(general), ["text 2", "text 3", "text 4", "text 5"]);
  assert.equal(pushed(socket.last).length, 1);
});

test("what is sent is kept until it is stored and shown", () => {
  const { socket, room: general } = room({ cursor: 4 });
  socket.last.joined({ last_seq: 4 });
  const client_id = general.send("hello");
  const [push] = pushed(socket.last);
  assert.deepEqual(push.payload, { message: "hello", client_id });
  push.answer("ok", { state: "accepted", client_id });
  assert.deepEqual(general.waiting.map(({ state }) => state), ["accepted"]);
  socket.last.tell("message_ack", { state: "stored", client_id, id: "m5", seq: 5 });
  assert.deepEqual(general.waiting.map(({ state }) => state), ["stored"]);
  socket.last.tell("message", message(5, { client_id }));
  assert.deepEqual(general.waiting, []);
  general.leave();
});

test("after a lost line all that is not stored is sent again in order, under the same keys", () => {
  const { socket, room: general } = room({ cursor: 4 });
  socket.last.joined({ last_seq: 4 });
  const sent = [general.send("one"), general.send("two"), general.send("three")];
  pushed(socket.last)[0].answer("ok", { state: "accepted", client_id: sent[0] });
  socket.last.tell("message_ack", { state: "stored", client_id: sent[0], id: "m5", seq: 5 });
  pushed(socket.last)[1].answer("ok", { state: "accepted", client_id: sent[1] });
  socket.last.lost();
  const offline = general.send("said while away");
  assert.equal(pushed(socket.last).length, 3);
  socket.last.joined({ last_seq: 5, messages: [message(5, { client_id: sent[0] })] });
  assert.deepEqual(keys(socket.last).slice(3), [sent[1], sent[2], offline]);
  general.leave();
});

test("nothing is left to phoenix to hold back, which would send it before what is older", () => {
  const { socket, room: general } = room({ cursor: 4 });
  socket.last.joined({ last_seq: 4 });
  const sent = [general.send("one")];
  socket.connected = false;
  sent.push(general.send("the line is gone, and the topic does not know yet"));
  assert.deepEqual(keys(socket.last), [sent[0]]);
  socket.last.lost();
  socket.connected = true;
  socket.last.joined({ last_seq: 4 });
  assert.deepEqual(keys(socket.last), [sent[0], ...sent]);
});

test("after a reload what was not stored is sent by the next room with the same storage", () => {
  const { socket, room: before, store } = room({ cursor: 4 });
  socket.last.joined({ last_seq: 4 });
  const sent = [before.send("one"), before.send("two")];
  pushed(socket.last)[0].answer("ok", { state: "accepted", client_id: sent[0] });
  const after = room({ cursor: 4, store });
  after.socket.last.joined({ last_seq: 4 });
  assert.deepEqual(keys(after.socket.last), sent);
});

test("answers of a line that was lost change nothing", () => {
  const { socket, room: general } = room({ cursor: 4 });
  socket.last.joined({ last_seq: 4 });
  general.send("one");
  const [push] = pushed(socket.last);
  socket.last.lost();
  push.answer("timeout");
  push.answer("error", { reason: "malformed" });
  assert.deepEqual(general.waiting.map(({ state }) => state), ["sending"]);
});

test("refusal that passes is waited out, and one that does not ends the attempt until it is asked for again", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { socket, room: general } = room({ cursor: 4 });
  socket.last.joined({ last_seq: 4 });
  const client_id = general.send("one");
  pushed(socket.last)[0].answer("error", { reason: "rate_limited", retry_after_ms: 700 });
  assert.equal(pushed(socket.last).length, 1);
  t.mock.timers.tick(700);
  assert.deepEqual(keys(socket.last), [client_id, client_id]);
  pushed(socket.last)[1].answer("error", { reason: "read_only" });
  assert.deepEqual(general.waiting.map(({ state, reason }) => [state, reason]), [["failed", "read_only"]]);
  socket.last.joined({ last_seq: 4 });
  assert.equal(pushed(socket.last).length, 2);
  general.retry(client_id);
  assert.equal(pushed(socket.last).length, 3);
});

test("join that can never be answered is not repeated for ever", () => {
  const { socket, room: general } = room();
  socket.last.joinPush.answer("error", { reason: "unavailable" });
  assert.equal(socket.last.left, false);
  socket.last.joinPush.answer("error", { reason: "not_a_member" });
  assert.equal(socket.last.left, true);
  assert.equal(general.refusal, "not_a_member");
});

test("older page comes by the socket, and by what the caller says where that does not answer", async () => {
  const asked = [];
  const older = async (query) => {
    asked.push(query);
    return { messages: [message(3)], more: true };
  };
  const { socket, room: general } = room({ cursor: 4, older });
  socket.last.joined({ last_seq: 4 });
  const first = general.loadOlder();
  pushed(socket.last, "history")[0].answer("ok", { messages: [message(4)], more: true });
  await first;
  const second = general.loadOlder();
  pushed(socket.last, "history")[1].answer("timeout");
  await second;
  assert.deepEqual(texts(general), ["text 3", "text 4"]);
  assert.deepEqual(asked, [{ before_seq: 4, limit: 50 }]);
});

test("who is typing is known until their message comes, and one's own typing is told once in three seconds", () => {
  const { socket, room: general } = room({ cursor: 4 });
  general.typed();
  socket.last.joined({ last_seq: 4 });
  for (let n = 0; n < 5; n++) general.typed();
  assert.equal(pushed(socket.last, "typing").length, 1);
  socket.last.tell("typing", { user_id: "bruno" });
  socket.last.tell("typing", { user_id: "carla" });
  assert.deepEqual(general.typing, ["bruno", "carla"]);
  socket.last.tell("message", message(5));
  assert.deepEqual(general.typing, ["carla"]);
  general.leave();
});

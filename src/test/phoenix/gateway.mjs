// The stock client through the example gateway to a real core and back: GATEWAY_URL is the gateway's socket, RECADO_URL the
// core's REST. DELETE_QUEUE is a command that deletes the gateway's queue, RESTART_BROKER one that stops the broker and starts it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { promisify } from "node:util";
import { Socket } from "phoenix";
import { WebSocket } from "ws";
import { channel, next, reply, token, within } from "./recado.mjs";

const RETURN_MS = 60_000;
const run = promisify(execFile);

async function connect(t, user, options) {
  const socket = new Socket(process.env.GATEWAY_URL, {
    transport: WebSocket,
    ...(options ?? { params: { token: await token(user) } }),
  });
  t.after(() => new Promise((done) => socket.disconnect(done)));
  await within(
    new Promise((open, fail) => {
      socket.onOpen(open);
      socket.onError(() => fail(new Error("the socket did not open")));
      socket.connect();
    }),
    "connect",
  );
  return socket;
}

async function joined(t, id, ...users) {
  const topics = await Promise.all(users.map(async (user) => (await connect(t, user)).channel(`channel:${id}`)));
  await Promise.all(topics.map((topic) => reply(topic.join(), "join")));
  return topics;
}

async function say(topic, message) {
  const client_id = randomUUID();
  const stored = next(topic, "message_ack", (ack) => ack.client_id === client_id);
  assert.equal((await reply(topic.push("message", { message, client_id }), message)).state, "accepted");
  const ack = await stored;
  assert.equal(ack.state, "stored", JSON.stringify(ack));
  return ack;
}

test("token goes through the subprotocol", async (t) => {
  const socket = await connect(t, "ana", { authToken: await token("ana") });
  assert.equal(socket.conn.protocol, "phoenix");
});

test("message is accepted, stored by the core and told to both; an edit and a delete too", async (t) => {
  const [ana, bruno] = await joined(t, await channel("ana", "bruno"), "ana", "bruno");
  const told = [ana, bruno].map((topic) => next(topic, "message"));
  const ack = await say(ana, "Olá, mundo! 👋");
  for (const event of await Promise.all(told)) {
    assert.deepEqual([event.message, event.sender_id, event.id, event.seq], ["Olá, mundo! 👋", "ana", ack.id, ack.seq]);
  }
  const edited = next(bruno, "message_edited");
  await reply(ana.push("edit", { id: ack.id, message: "two", client_id: randomUUID() }), "edit");
  assert.deepEqual([(await edited).id, (await edited).message], [ack.id, "two"]);
  const deleted = next(bruno, "message_deleted");
  await reply(ana.push("delete", { id: ack.id, client_id: randomUUID() }), "delete");
  assert.equal((await deleted).id, ack.id);
});

test("refused command says why on the channel and on the sender's own topic", async (t) => {
  const socket = await connect(t, "ana");
  const topic = socket.channel(`channel:${await channel("ana")}`);
  const own = socket.channel("user:ana");
  await Promise.all([reply(topic.join(), "join"), reply(own.join(), "join")]);
  const client_id = randomUUID();
  const told = [topic, own].map((one) => next(one, "message_ack", (ack) => ack.client_id === client_id));
  await reply(topic.push("edit", { id: randomUUID(), message: "no such", client_id }), "edit");
  for (const ack of await Promise.all(told)) assert.deepEqual([ack.state, ack.reason], ["rejected", "not_found"]);
});

test("channel of others is not joined", async (t) => {
  const topic = (await connect(t, "ana")).channel(`channel:${await channel("bruno")}`);
  const refused = await within(new Promise((found) => topic.join().receive("error", found)), "refusal");
  topic.leave();
  assert.equal(refused.reason, "not_a_member");
});

test("rejoin after a lost connection brings what was missed", async (t) => {
  const id = await channel("ana", "bruno");
  const [ana] = await joined(t, id, "ana");
  const socket = await connect(t, "bruno");
  let lastSeq;
  const answers = [];
  const bruno = socket.channel(`channel:${id}`, () => (lastSeq === undefined ? {} : { last_seq: lastSeq }));
  const twice = new Promise((found) => {
    bruno.join().receive("ok", (answer) => {
      lastSeq = answer.last_seq;
      if (answers.push(answer) === 2) found(answer);
    });
  });
  await reply(bruno.joinPush, "join of bruno");
  socket.disconnect();
  const { seq } = await say(ana, "missed");
  socket.connect();
  const answer = await within(twice, "second join");
  assert.deepEqual([answer.recovered, answer.last_seq, answer.messages.map((m) => m.message)], [true, seq, ["missed"]]);
});

test("clients are sent back where the gateway's queue is gone, and miss nothing", { timeout: RETURN_MS }, async (t) => {
  const id = await channel("ana", "bruno");
  const [ana, bruno] = await joined(t, id, "ana", "bruno");
  const first = await say(ana, "before");
  const back = new Promise((told) => bruno.on("resync", told));
  await run("bash", ["-c", process.env.DELETE_QUEUE]);
  assert.ok((await within(back, "resync")).last_seq >= first.seq - 1);
  const again = (await connect(t, "bruno")).channel(`channel:${id}`, { last_seq: first.seq });
  const heard = next(again, "message");
  const answer = await reply(again.join(), "join");
  assert.equal(answer.recovered, true);
  const sender = (await connect(t, "ana")).channel(`channel:${id}`);
  await reply(sender.join(), "join");
  const { seq } = await say(sender, "after");
  assert.equal((await heard).seq, seq);
});

test("after a stop of the broker all that was stored is told once, in order", { timeout: 3 * RETURN_MS }, async (t) => {
  const id = await channel("ana", "bruno");
  const [ana, bruno] = await joined(t, id, "ana", "bruno");
  const heard = [];
  bruno.on("message", (event) => heard.push(event.seq));
  const first = await say(ana, "before");
  await run("bash", ["-c", process.env.RESTART_BROKER]);
  const client_id = randomUUID();
  const stored = new Promise((found) => ana.on("message_ack", (ack) => ack.client_id === client_id && found(ack)));
  const until = Date.now() + RETURN_MS;
  for (;;) {
    const pushed = ana.push("message", { message: "after", client_id });
    const answer = await new Promise((end) =>
      pushed
        .receive("ok", end)
        .receive("error", end)
        .receive("timeout", () => end({ reason: "timeout" })),
    );
    if (answer.state === "accepted") break;
    assert.ok(Date.now() < until, `still refused: ${JSON.stringify(answer)}`);
    await new Promise((over) => setTimeout(over, 250));
  }
  const { seq } = await stored;
  while (heard.at(-1) !== seq) await next(bruno, "message");
  assert.deepEqual(heard, [first.seq, first.seq + 1]);
});

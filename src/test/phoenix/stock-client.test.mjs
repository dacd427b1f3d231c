import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { base, channel, connect, connectAs, next, opened, reply, signIn, token, within } from "./recado.mjs";

test("token goes in the connect params", async (t) => {
  const socket = await connectAs(t, "ana");
  assert.equal(socket.isConnected(), true);
});

test("token goes through the subprotocol", async (t) => {
  const socket = await connect(t, { authToken: await token("ana") });
  assert.equal(socket.conn.protocol, "phoenix");
});

test("session that ends closes 1008; the client is refused until it has another token", async (t) => {
  let pass = await signIn("carla");
  const socket = await connect(t, { params: () => ({ token: pass.token }) });
  const code = within(new Promise((closed) => socket.onClose((event) => closed(event.code))), "close");
  const refused = within(new Promise((told) => socket.onError(told)), "refusal");
  const ended = await fetch(new URL("/api/session", base), {
    method: "DELETE",
    headers: { authorization: `Bearer ${pass.token}` },
  });
  assert.equal(ended.status, 204);
  assert.equal(await code, 1008);
  await refused;
  const back = within(opened(socket), "open");
  pass = await signIn("carla");
  await back;
});

test("message is accepted, acknowledged as stored and delivered to both", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await connectAs(t, "ana")).channel(`channel:${id}`);
  const bruno = (await connectAs(t, "bruno")).channel(`channel:${id}`);
  const joined = await reply(ana.join(), "join of ana");
  assert.deepEqual([joined.channel.id, joined.channel.role, joined.recovered], [id, "owner", true]);
  await reply(bruno.join(), "join of bruno");

  const client_id = randomUUID();
  const mine = (m) => m.client_id === client_id;
  const told = [next(ana, "message", mine), next(bruno, "message", mine)];
  const acked = next(ana, "message_ack", mine);
  const accepted = await reply(ana.push("message", { message: "Olá, mundo! 👋", client_id }), "message");

  assert.deepEqual(accepted, { state: "accepted", client_id });
  const ack = await acked;
  const [toAna, toBruno] = await Promise.all(told);
  assert.equal(ack.state, "stored");
  assert.deepEqual(toAna, toBruno);
  assert.deepEqual(
    [toBruno.message, toBruno.sender_id, toBruno.id, toBruno.seq],
    ["Olá, mundo! 👋", "ana", ack.id, ack.seq],
  );
});

test("edit and delete reach the others", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await connectAs(t, "ana")).channel(`channel:${id}`);
  const bruno = (await connectAs(t, "bruno")).channel(`channel:${id}`);
  await Promise.all([reply(ana.join(), "join"), reply(bruno.join(), "join")]);
  const stored = next(ana, "message_ack");
  await reply(ana.push("message", { message: "one", client_id: randomUUID() }), "message");
  const message = (await stored).id;

  const edited = next(bruno, "message_edited");
  await reply(ana.push("edit", { id: message, message: "two", client_id: randomUUID() }), "edit");
  assert.deepEqual([(await edited).id, (await edited).message], [message, "two"]);

  const deleted = next(bruno, "message_deleted");
  await reply(ana.push("delete", { id: message, client_id: randomUUID() }), "delete");
  assert.equal((await deleted).id, message);
  assert.equal("message" in (await deleted), false);
});

test("rejoin after a lost connection brings what was missed", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await connectAs(t, "ana")).channel(`channel:${id}`);
  await reply(ana.join(), "join of ana");
  const socket = await connectAs(t, "bruno");
  let lastSeq = 0;
  const bruno = socket.channel(`channel:${id}`, () => ({ last_seq: lastSeq }));
  const answers = [];
  const second = new Promise((found) => {
    bruno.join().receive("ok", (answer) => {
      lastSeq = answer.last_seq;
      answers.push(answer);
      if (answers.length === 2) found(answer);
    });
  });
  await reply(bruno.joinPush, "join of bruno");

  socket.disconnect();
  const stored = next(ana, "message_ack");
  await reply(ana.push("message", { message: "missed", client_id: randomUUID() }), "message");
  const { seq } = await stored;
  socket.connect();

  const answer = await second;
  assert.deepEqual([answer.recovered, answer.more, answer.last_seq], [true, false, seq]);
  assert.deepEqual(answer.messages.map((m) => m.message), ["missed"]);
});

test("second join of a topic ends the first", async (t) => {
  const id = await channel("ana");
  const socket = await connectAs(t, "ana");
  const first = socket.channel(`channel:${id}`);
  await reply(first.join(), "first join");
  const closed = new Promise((done) => first.onClose(done));
  socket.push({ topic: `channel:${id}`, event: "phx_join", payload: {}, ref: "again", join_ref: "again" });
  await closed;
  assert.equal(first.state, "closed");
});

test("leave closes the channel", async (t) => {
  const id = await channel("ana");
  const topic = (await connectAs(t, "ana")).channel(`channel:${id}`);
  await reply(topic.join(), "join");
  const closed = new Promise((done) => topic.onClose(done));
  await reply(topic.leave(), "leave");
  await closed;
  assert.equal(topic.state, "closed");
});

test("refused join says why", async (t) => {
  const id = await channel("bruno");
  const topic = (await connectAs(t, "ana")).channel(`channel:${id}`);
  const refused = await new Promise((found) => topic.join().receive("error", found));
  topic.leave();
  assert.equal(refused.reason, "not_a_member");
});

test("refused command is told to all of the sender's connections", async (t) => {
  const id = await channel("ana");
  const socket = await connectAs(t, "ana");
  const own = socket.channel("user:ana");
  const topic = socket.channel(`channel:${id}`);
  await Promise.all([reply(own.join(), "join"), reply(topic.join(), "join")]);
  const client_id = randomUUID();
  const mine = (m) => m.client_id === client_id;
  const [onChannel, onUser] = [next(topic, "message_ack", mine), next(own, "message_ack", mine)];
  await reply(topic.push("edit", { id: randomUUID(), message: "no such", client_id }), "edit");
  assert.deepEqual([(await onChannel).state, (await onChannel).reason], ["rejected", "not_found"]);
  assert.deepEqual([(await onUser).state, (await onUser).reason], ["rejected", "not_found"]);
});

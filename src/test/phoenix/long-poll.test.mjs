// the stock client without a WebSocket: its own long polling

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { LongPoll } from "phoenix";
import { channel, connect, connectAs, next, opened, reply, token, within } from "./recado.mjs";

async function polling(t, user, options = {}) {
  return connect(t, { transport: LongPoll, params: { token: await token(user) }, ...options });
}

function storage() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), kept };
}

/** A WebSocket that a proxy swallows: it never opens. */
class Swallowed {
  constructor() {
    this.readyState = 0;
    Swallowed.tried += 1;
  }
  close() {
    this.readyState = 3;
    this.onclose?.({ code: 1006, wasClean: false });
  }
  static tried = 0;
}

test("polling client opens, joins and talks with one on a WebSocket", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await polling(t, "ana")).channel(`channel:${id}`);
  const bruno = (await connectAs(t, "bruno")).channel(`channel:${id}`);
  await Promise.all([reply(ana.join(), "join of ana"), reply(bruno.join(), "join of bruno")]);

  const toBruno = next(bruno, "message");
  const acked = next(ana, "message_ack");
  await reply(ana.push("message", { message: "Olá 👋\n\"aspas\"", client_id: randomUUID() }), "message");
  assert.equal((await acked).state, "stored");
  assert.equal((await toBruno).message, "Olá 👋\n\"aspas\"");

  const toAna = next(ana, "message", (m) => m.sender_id === "bruno");
  await reply(bruno.push("message", { message: "oi", client_id: randomUUID() }), "message");
  assert.equal((await toAna).message, "oi");
});

test("polling client's token goes through authToken", async (t) => {
  const id = await channel("ana");
  const socket = await polling(t, "ana", { params: {}, authToken: await token("ana") });
  await reply(socket.channel(`channel:${id}`).join(), "join");
});

test("250 frames of one moment come in their order in three posts", async (t) => {
  const id = await channel("ana");
  const socket = await polling(t, "ana");
  const ana = socket.channel(`channel:${id}`);
  await reply(ana.join(), "join");
  const posts = [];
  const send = globalThis.fetch;
  globalThis.fetch = (url, options) => {
    if (options.method === "POST") posts.push(options.body.split("\n").length);
    return send(url, options);
  };
  t.after(() => (globalThis.fetch = send));

  const answered = [];
  const pushes = Array.from({ length: 250 }, (_, i) => {
    const push = ana.push("presence", { at: i });
    push.receive("ok", () => answered.push(i));
    return reply(push, `push ${i}`);
  });
  await Promise.all(pushes);
  assert.deepEqual(posts, [100, 100, 50]);
  assert.deepEqual(answered, Array.from({ length: 250 }, (_, i) => i));
});

test("messages sent faster than polls come in seq order without a hole", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await polling(t, "ana")).channel(`channel:${id}`);
  const bruno = (await polling(t, "bruno")).channel(`channel:${id}`);
  const first = (await Promise.all([reply(ana.join(), "join"), reply(bruno.join(), "join")]))[0].last_seq;
  const seqs = [];
  const all = next(bruno, "message", (m) => seqs.push(m.seq) === 50);
  await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      reply(ana.push("message", { message: `m${i}`, client_id: randomUUID() }), `message ${i}`),
    ),
  );
  await all;
  assert.deepEqual(seqs, Array.from({ length: 50 }, (_, i) => first + 1 + i));
});

test("client whose session is gone comes back and gets what it missed", async (t) => {
  const id = await channel("ana", "bruno");
  const socket = await polling(t, "bruno", { reconnectAfterMs: () => 50, rejoinAfterMs: () => 50 });
  let lastSeq = 0;
  const bruno = socket.channel(`channel:${id}`, () => ({ last_seq: lastSeq }));
  const answers = [];
  const again = new Promise((found) => {
    bruno.join().receive("ok", (answer) => {
      lastSeq = answer.last_seq;
      answers.push(answer);
      if (answers.length === 2) found(answer);
    });
  });
  await reply(bruno.joinPush, "join of bruno");
  const ana = (await polling(t, "ana")).channel(`channel:${id}`);
  await reply(ana.join(), "join of ana");

  const codes = [];
  socket.onClose((e) => codes.push(e.code));
  const gone = new Promise((closed) => socket.onClose(closed));
  // no frame: the server ends the session, and the poll that waits hears 410
  await fetch(socket.conn.endpointURL(), { method: "POST", body: "{}" });
  await within(gone, "the end of the session");
  await reply(ana.push("message", { message: "missed", client_id: randomUUID() }), "message");

  const answer = await within(again, "the second join");
  assert.equal(answer.recovered, true);
  assert.deepEqual(codes, [3410]);
  if (!answer.messages.some((m) => m.message === "missed")) await next(bruno, "message", (m) => m.message === "missed");
});

test("client with another node's token gets a new session", async (t) => {
  const id = await channel("ana");
  const socket = await polling(t, "ana", { reconnectAfterMs: () => 50, rejoinAfterMs: () => 50 });
  const ana = socket.channel(`channel:${id}`);
  const quiet = next(ana, "presence_state");
  await reply(ana.join(), "join");
  // the answer to a poll brings another token, so nothing may be on its way when this one is taken
  await quiet;
  const reopened = opened(socket);
  const rejoined = new Promise((found) => ana.joinPush.receive("ok", found));
  socket.conn.token = "eyJhbGciOiJIUzI1NiJ9.e30.not-of-this-node";
  socket.push({ topic: `channel:${id}`, event: "history", payload: {}, ref: "1", join_ref: null });
  await within(reopened, "the new session");
  await within(rejoined, "the second join");
});

test("binary push is answered like on a WebSocket", async (t) => {
  const id = await channel("ana");
  const ana = (await polling(t, "ana")).channel(`channel:${id}`);
  await reply(ana.join(), "join");
  const bytes = Uint8Array.from([1, 2, 3]).buffer;
  const refused = await within(
    new Promise((found) => ana.push("message", bytes).receive("error", found)),
    "the answer to bytes",
  );
  assert.equal(refused.reason, "malformed");
});

test("refused client hears 403 and opens nothing", async (t) => {
  const closed = await new Promise((found) => {
    const url = new URL("/socket/websocket?vsn=2.0.0&token=nonsense", process.env.RECADO_URL);
    const poll = new LongPoll(url.href.replace("http", "ws"));
    poll.timeout = 20_000;
    t.after(() => poll.stop(3));
    poll.onopen = () => found("open");
    poll.onclose = found;
  });
  assert.equal(closed.code, 1008);
});

test("client behind a proxy that swallows WebSockets falls back, and remembers it", async (t) => {
  const id = await channel("ana");
  const sessionStorage = storage();
  const options = {
    transport: Swallowed,
    longPollFallbackMs: 300,
    sessionStorage,
    params: { token: await token("ana") },
  };
  const socket = await connect(t, options);
  assert.equal(socket.transport, LongPoll);
  await reply(socket.channel(`channel:${id}`).join(), "join");
  assert.equal(sessionStorage.kept.get("phx:fallback:LongPoll"), "true");

  const tried = Swallowed.tried;
  const later = await connect(t, options);
  await reply(later.channel(`channel:${id}`).join(), "join");
  assert.equal(Swallowed.tried, tried);
});

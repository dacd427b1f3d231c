// the checklist of Phoenix Channels V2 against the stock client, in an older and a newer version; docs/conformance.md
// names these tests line by line

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Socket as Socket18 } from "phoenix";
import { Socket as Socket17 } from "phoenix17";
import { WebSocket } from "ws";
import { base, channel, connect, next, opened, reply, token, within } from "./recado.mjs";

const clients = { "1.7": Socket17, "1.8": Socket18 };

/** What each client must do alike. */
function claim(name, body) {
  for (const [version, Client] of Object.entries(clients)) {
    test(`${name} (${version})`, (t) => body(t, Client, version));
  }
}

async function connectAs(t, user, Client, options = {}) {
  return connect(t, { params: { token: await token(user) }, ...options }, Client);
}

/** Every frame of a topic as the client decodes it, in order; not those of presence, which come when they come. */
function overheard(socket, topic) {
  const frames = [];
  socket.onMessage((frame) => {
    if (frame.topic === topic && !frame.event.startsWith("presence_")) frames.push(frame);
    return frame;
  });
  return frames;
}

/** The next frame of the socket that fits. */
function heard(socket, what, fits) {
  return within(
    new Promise((found) => {
      socket.onMessage((frame) => {
        if (fits(frame)) found(frame);
        return frame;
      });
    }),
    what,
  );
}

/** Says a frame that a channel object never would, and waits for the reply to it. */
function say(socket, topic, event, { join_ref = null, payload = {}, ref = randomUUID() } = {}) {
  const replied = heard(socket, `reply to ${event}`, (f) => f.event === "phx_reply" && f.ref === ref);
  socket.push({ topic, event, payload, ref, join_ref });
  return replied;
}

async function joined(socket, topic, params) {
  const joining = socket.channel(topic, params);
  await reply(joining.join(), `join of ${topic}`);
  return joining;
}

/** The next time that the channel is joined. */
function rejoin(socket, joining) {
  const isOk = (f) => f.event === "phx_reply" && f.ref === joining.joinRef() && f.payload.status === "ok";
  return heard(socket, "rejoin", isOk);
}

function closed(socket) {
  return within(new Promise((done) => socket.onClose(done)), "close");
}

/** What the server answered instead of an upgrade, as the client is told. */
async function refusal(t, options, Client) {
  const url = new URL("/socket", base);
  url.protocol = "ws:";
  const socket = new Client(url.href, { transport: WebSocket, ...options });
  t.after(() => socket.disconnect());
  const failed = within(new Promise((found) => socket.onError(found)), "refusal");
  socket.connect();
  return (await failed).message;
}

const REFUSED = /403/;

claim("token in the query connects and no subprotocol is answered where none is offered", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  assert.match(socket.endPointURL(), /vsn=2\.0\.0/);
  assert.equal(socket.conn.protocol, "");
});

test("token in the subprotocol connects and phoenix is answered (1.8)", async (t) => {
  const socket = await connect(t, { authToken: await token("ana") }, Socket18);
  assert.equal(socket.conn.protocol, "phoenix");
  await joined(socket, "user:ana");
});

claim("another version is refused", async (t, Client) => {
  const params = { token: await token("ana") };
  for (const vsn of ["1.0.0", "2.1.0", "3.0.0", "nonsense"]) {
    assert.match(await refusal(t, { params, vsn }, Client), REFUSED, vsn);
  }
});

claim("bad token is refused and the next attempt asks for another", async (t, Client) => {
  const tokens = ["nonsense", "", await token("ana")];
  let attempts = 0;
  const url = new URL("/socket", base);
  url.protocol = "ws:";
  const socket = new Client(url.href, {
    transport: WebSocket,
    params: () => ({ token: tokens[Math.min(attempts++, 2)] }),
  });
  t.after(() => new Promise((done) => socket.disconnect(done)));
  const refusals = [];
  socket.onError((error) => refusals.push(error.message));
  const open = within(new Promise((done) => socket.onOpen(done)), "open");
  socket.connect();
  await open;
  assert.equal(refusals.length, 2);
  refusals.forEach((message) => assert.match(message, REFUSED));
});

claim("foreign origin is refused and the own one is taken", async (t, Client) => {
  const from = (origin) =>
    class extends WebSocket {
      constructor(address, protocols) {
        super(address, protocols, { origin });
      }
    };
  const params = { token: await token("ana") };
  assert.match(await refusal(t, { params, transport: from("https://evil.example") }, Client), REFUSED);
  const socket = await connect(t, { params, transport: from(new URL(base).origin) }, Client);
  assert.equal(socket.isConnected(), true);
});

claim("heartbeats are answered while other work waits", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client, { heartbeatIntervalMs: 400 });
  const topic = await joined(socket, `channel:${await channel("ana")}`);
  const closed = new Promise((_, reject) => socket.onClose(() => reject(new Error("the client closed"))));
  const beats = overheard(socket, "phoenix");
  const five = async () => {
    while (beats.length < 5) {
      await Promise.all(Array.from({ length: 30 }, () => reply(topic.push("presence", {}, 60_000), "presence")));
      // who sends much more than recado.socket.bytes-per-second is sent away
      await new Promise((rested) => setTimeout(rested, 10));
    }
  };
  await within(Promise.race([five(), closed]), "five heartbeats");
  for (const beat of beats) {
    assert.deepEqual([beat.join_ref, beat.event, beat.payload], [null, "phx_reply", { status: "ok", response: {} }]);
  }
});

claim("join is answered ok under its own ref", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const name = `channel:${await channel("ana")}`;
  const frames = overheard(socket, name);
  const topic = await joined(socket, name);
  assert.equal(topic.state, "joined");
  assert.deepEqual(
    [frames[0].join_ref, frames[0].ref, frames[0].event, frames[0].payload.status],
    [topic.joinRef(), topic.joinRef(), "phx_reply", "ok"],
  );
});

claim("refused join says why under its own ref", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const name = `channel:${await channel("bruno")}`;
  const frames = overheard(socket, name);
  const topic = socket.channel(name);
  const refused = await within(new Promise((found) => topic.join().receive("error", found)), "refusal");
  topic.leave();
  assert.equal(refused.reason, "not_a_member");
  assert.equal(frames[0].join_ref, frames[0].ref);
});

claim("join of a topic of no known kind is unmatched", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const frames = overheard(socket, "room:1");
  const topic = socket.channel("room:1");
  const refused = await within(new Promise((found) => topic.join().receive("error", found)), "refusal");
  topic.leave();
  assert.deepEqual(refused, { reason: "unmatched topic" });
  assert.equal(frames[0].join_ref, null);
});

claim("second join closes the first under the old ref and goes on under the new", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const name = `channel:${await channel("ana")}`;
  const topic = await joined(socket, name);
  const old = topic.joinRef();
  const frames = overheard(socket, name);
  await say(socket, name, "phx_join", { ref: "again", join_ref: "again" });
  assert.deepEqual(
    frames.map((f) => [f.join_ref, f.ref, f.event]),
    [
      [old, old, "phx_close"],
      ["again", "again", "phx_reply"],
    ],
  );
  assert.equal(topic.state, "closed");
  assert.equal((await say(socket, name, "history", { join_ref: "again" })).payload.status, "ok");
});

let hundredAndOne;
claim("topic number 101 is refused and a place that is left is free again", async (t, Client) => {
  hundredAndOne ??= Promise.all(Array.from({ length: 101 }, () => channel("ana")));
  const socket = await connectAs(t, "ana", Client);
  const ids = await hundredAndOne;
  const topics = await Promise.all(ids.slice(0, 100).map((id) => joined(socket, `channel:${id}`)));
  const last = socket.channel(`channel:${ids[100]}`);
  const refused = await within(new Promise((found) => last.join().receive("error", found)), "refusal");
  assert.deepEqual(refused, { reason: "too many channels joined" });
  const let_in = rejoin(socket, last);
  await reply(topics[0].leave(), "leave");
  await let_in;
});

claim("leave is answered before the close", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const name = `channel:${await channel("ana")}`;
  const topic = await joined(socket, name);
  const ref = topic.joinRef();
  const frames = overheard(socket, name);
  const gone = heard(socket, "close", (f) => f.topic === name && f.event === "phx_close");
  await reply(topic.leave(), "leave");
  await gone;
  assert.deepEqual(
    frames.map((f) => [f.join_ref, f.event, f.payload]),
    [
      [ref, "phx_reply", { status: "ok", response: {} }],
      [ref, "phx_close", {}],
    ],
  );
  assert.equal(frames[1].ref, ref);
  assert.equal(socket.channels.includes(topic), false);
});

claim("leave of what is not joined is fine", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const left = await say(socket, `channel:${randomUUID()}`, "phx_leave");
  assert.deepEqual(left.payload, { status: "ok", response: {} });
});

claim("frame of an old join is passed over and one of no join is taken", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const name = `channel:${await channel("ana")}`;
  const topic = await joined(socket, name);
  const frames = overheard(socket, name);
  for (const event of ["history", "phx_leave"]) {
    socket.push({ topic: name, event, payload: {}, ref: `stale ${event}`, join_ref: "gone" });
  }
  const taken = await say(socket, name, "history");
  assert.deepEqual([taken.join_ref, taken.payload.status], [topic.joinRef(), "ok"]);
  assert.deepEqual(frames, [taken]);
  assert.equal(topic.state, "joined");
});

claim("push to a topic that is not joined is unmatched", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const answer = await say(socket, `channel:${await channel("ana")}`, "message", { payload: { message: "x" } });
  assert.equal(answer.join_ref, null);
  assert.deepEqual(answer.payload, { status: "error", response: { reason: "unmatched topic" } });
});

claim("topic beyond ASCII is echoed as it came", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const topic = socket.channel("channel:canção-👋");
  const refused = await within(new Promise((found) => topic.join().receive("error", found)), "refusal");
  topic.leave();
  assert.equal(refused.reason, "malformed");
});

claim("bytes instead of an object are malformed and the connection stays", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const topic = await joined(socket, `channel:${await channel("ana")}`);
  const push = topic.push("message", new Uint8Array([1, 2, 255]).buffer);
  const refused = await within(new Promise((found) => push.receive("error", found)), "refusal");
  assert.equal(refused.reason, "malformed");
  await reply(topic.push("history", {}), "history");
});

claim("channel that the server closes is not joined again", async (t, Client) => {
  const id = await channel("ana", "bruno");
  const socket = await connectAs(t, "bruno", Client);
  const topic = await joined(socket, `channel:${id}`);
  const gone = within(new Promise((done) => topic.onClose(done)), "close");
  const removed = await fetch(new URL(`/api/channels/${id}/members/bruno`, base), {
    method: "DELETE",
    headers: { authorization: `Bearer ${await token("ana")}` },
  });
  assert.ok(removed.ok, `${removed.status}`);
  await gone;
  assert.deepEqual([topic.state, socket.channels.includes(topic)], ["closed", false]);
});

claim("frame over the limit closes 1009 and the client comes back", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const topic = await joined(socket, `channel:${await channel("ana")}`);
  const [close, again] = [closed(socket), rejoin(socket, topic)];
  topic.push("message", { message: "x".repeat(64 * 1024) });
  assert.equal((await close).code, 1009);
  await again;
  await reply(topic.push("history", {}), "history");
});

claim("text that is no JSON closes 1007 and the client comes back", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const topic = await joined(socket, `channel:${await channel("ana")}`);
  const [close, again] = [closed(socket), rejoin(socket, topic)];
  socket.conn.send("{");
  assert.equal((await close).code, 1007);
  await again;
});

claim("JSON that is no frame closes 1003 and the client comes back", async (t, Client) => {
  const socket = await connectAs(t, "ana", Client);
  const topic = await joined(socket, `channel:${await channel("ana")}`);
  const [close, again] = [closed(socket), rejoin(socket, topic)];
  socket.conn.send("[1,2,3]");
  assert.equal((await close).code, 1003);
  await again;
});

// what waits in the kernel on both sides must be full before the server notices
const LONG = "x".repeat(15_000);
const MOST = 50;

claim("client that stops reading is closed, delays nobody and comes back", async (t, Client) => {
  const id = await channel("ana", "bruno");
  const bruno = await joined(await connectAs(t, "bruno", Client), `channel:${id}`);
  for (let i = 0; i < MOST; i++) {
    const stored = next(bruno, "message_ack");
    await reply(bruno.push("message", { message: LONG, client_id: randomUUID() }), "message");
    await stored;
  }
  const slow = await connectAs(t, "ana", Client);
  const topic = await joined(slow, `channel:${id}`);
  const again = opened(slow);
  const codes = [];
  slow.onClose((event) => codes.push(event.code));

  const gone = new Promise((left) => bruno.on("presence_diff", ({ leaves }) => "ana" in leaves && left(true)));
  const line = slow.conn._socket;
  line.pause();
  const asking = setInterval(() => topic.push("history", { limit: MOST }), 20);
  const delays = [];
  try {
    for (let i = 0; i < 20; i++) {
      const started = performance.now();
      await reply(bruno.push("history", { limit: 1 }), "history");
      delays.push(performance.now() - started);
    }
    assert.ok(await Promise.race([gone, delay(60_000, false, { ref: false })]), "the server has not let it go");
  } finally {
    clearInterval(asking);
    line.resume();
  }

  await within(again, "open");
  await joined(slow, `channel:${await channel("ana")}`);
  // the close comes behind what the client did not read, and may be lost with it
  assert.ok(codes[0] === 1013 || codes[0] === 1006, `closed with ${codes}`);
  assert.ok(Math.max(...delays) < 5_000, `others waited ${delays.map(Math.round)} ms`);
});

// --- what no channel object would say: a WebSocket without the client

async function raw(t) {
  const address = new URL(`/socket/websocket?vsn=2.0.0&token=${await token("ana")}`, base);
  address.protocol = "ws:";
  const socket = new WebSocket(address);
  t.after(() => socket.terminate());
  await within(new Promise((open) => socket.once("open", open)), "open");
  return socket;
}

function answer(socket, frame) {
  const answered = within(new Promise((found) => socket.once("message", (data) => found(data.toString()))), "answer");
  socket.send(frame);
  return answered;
}

test("whole numbers as refs come back as whole numbers", async (t) => {
  const socket = await raw(t);
  assert.equal(
    await answer(socket, '[7,8,"user:ana","phx_join",{}]'),
    '[7,8,"user:ana","phx_reply",{"status":"ok","response":{}}]',
  );
  assert.equal(
    await answer(socket, '[null,9,"phoenix","heartbeat",{}]'),
    '[null,9,"phoenix","phx_reply",{"status":"ok","response":{}}]',
  );
});

/** A binary push; every field says how long it is. */
function binary(joinRef, ref, topic, event, data = Buffer.of(1, 2, 3)) {
  const fields = [joinRef, ref, topic, event].map((field) => Buffer.from(field));
  return Buffer.concat([Buffer.of(0, ...fields.map((field) => field.length)), ...fields, data]);
}

test("binary fields of 255 bytes are read", async (t) => {
  const socket = await raw(t);
  const [ref, topic, event] = ["r".repeat(255), `channel:${"é".repeat(123)}x`, "e".repeat(255)];
  assert.equal(Buffer.byteLength(topic), 255);
  const [joinRef, echoed, on, , payload] = JSON.parse(await answer(socket, binary("j".repeat(255), ref, topic, event)));
  assert.deepEqual([joinRef, echoed, on, payload.response], [null, ref, topic, { reason: "unmatched topic" }]);
});

test("truncated binary frame closes 1003", async (t) => {
  const socket = await raw(t);
  const code = within(new Promise((found) => socket.once("close", found)), "close");
  socket.send(binary("1", "2", "user:ana", "message", Buffer.alloc(0)).subarray(0, 12));
  assert.equal(await code, 1003);
});

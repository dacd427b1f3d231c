import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { base, channel, connectAs, next, reply, token } from "./recado.mjs";

const TYPING_MS = 3000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function heard(topic, event) {
  const all = [];
  topic.on(event, (payload) => all.push({ ...payload, at: performance.now() }));
  return all;
}

async function joined(t, user, topic) {
  const joining = (await connectAs(t, user)).channel(topic);
  const answer = await reply(joining.join(), `join of ${user}`);
  return { topic: joining, answer };
}

async function says(topic, message) {
  const client_id = randomUUID();
  const stored = next(topic, "message_ack", (ack) => ack.client_id === client_id);
  const told = next(topic, "message", (m) => m.client_id === client_id);
  await reply(topic.push("message", { message, client_id }), "message");
  await told;
  return (await stored).seq;
}

async function mine(user, id) {
  const answer = await fetch(new URL("/api/channels", base), {
    headers: { authorization: `Bearer ${await token(user)}` },
  });
  return (await answer.json()).find((one) => one.id === id);
}

test("typing is told to the others only, once in three seconds, and is not replied to", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await joined(t, "ana", `channel:${id}`)).topic;
  const bruno = (await joined(t, "bruno", `channel:${id}`)).topic;
  const anasOther = (await joined(t, "ana", `channel:${id}`)).topic;
  const [toAna, toBruno, toAnasOther] = [ana, bruno, anasOther].map((topic) => heard(topic, "typing"));
  let replies = 0;
  const until = performance.now() + 2 * TYPING_MS + 1000;
  while (performance.now() < until) {
    for (const topic of [ana, anasOther, bruno]) topic.push("typing", {}).receive("ok", () => replies++).receive("error", () => replies++);
    await pause(200);
  }

  const { at: _, ...first } = toBruno[0];
  assert.deepEqual(first, { user_id: "ana" });
  assert.ok(toBruno.every((one) => one.user_id === "ana") && toAna.every((one) => one.user_id === "bruno"));
  assert.deepEqual(toAna.map((one) => one.user_id), toAnasOther.map((one) => one.user_id));
  for (const told of [toAna, toBruno]) {
    assert.ok(told.length >= 2 && told.length <= 3, `${told.length} in seven seconds`);
    // the clock here is not the one that counts: the way may be shorter for the second
    for (let i = 1; i < told.length; i++) assert.ok(told[i].at - told[i - 1].at > TYPING_MS - 500);
  }
  assert.equal(replies, 0);
});

test("receipts are told to the others, only forward, and reading implies delivered", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await joined(t, "ana", `channel:${id}`)).topic;
  const bruno = (await joined(t, "bruno", `channel:${id}`)).topic;
  const receipts = heard(ana, "receipt");
  const own = heard(bruno, "receipt");
  const last = await says(ana, "one").then(() => says(ana, "two")).then(() => says(ana, "three"));
  const all = next(ana, "receipt", (r) => r.user_id === "bruno" && r.read_seq === last);
  for (const seq of [1, 2, 1, last, last - 1]) await reply(bruno.push("read", { seq }), `read ${seq}`);
  assert.equal((await all).delivered_seq, last);

  const ofBruno = receipts.filter((r) => r.user_id === "bruno");
  for (let i = 1; i < ofBruno.length; i++) {
    assert.ok(ofBruno[i].read_seq >= ofBruno[i - 1].read_seq);
    assert.ok(ofBruno[i].delivered_seq >= ofBruno[i - 1].delivered_seq);
  }
  assert.ok(ofBruno.every((r) => r.read_seq <= r.delivered_seq && !("seq" in r)));
  assert.ok(own.every((r) => r.user_id === "ana"));
  const { answer } = await joined(t, "bruno", `channel:${id}`);
  assert.deepEqual([answer.read_seq, answer.unread], [last, 0]);
});

test("what a connection has been told is delivered without its saying so", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await joined(t, "ana", `channel:${id}`)).topic;
  await joined(t, "bruno", `channel:${id}`);
  const seq = await says(ana, "one");
  const delivered = next(ana, "receipt", (r) => r.user_id === "bruno" && r.delivered_seq === seq);
  assert.equal((await delivered).read_seq, 0);
  const one = await fetch(new URL(`/api/channels/${id}`, base), {
    headers: { authorization: `Bearer ${await token("ana")}` },
  }).then((answer) => answer.json());
  const bruno = one.members.find((member) => member.user_id === "bruno");
  assert.deepEqual([bruno.read_seq, bruno.delivered_seq], [0, seq]);
});

test("unread is the same on two devices, in the list and at a join", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await joined(t, "ana", `channel:${id}`)).topic;
  const here = (one) => one.channel_id === id;
  const devices = [await connectAs(t, "bruno"), await connectAs(t, "bruno")].map((s) => s.channel("user:bruno"));
  const told = devices.map((own) => heard(own, "unread"));
  const counts = (n) => devices.map((own) => next(own, "unread", (one) => here(one) && one.unread === n));
  const none = counts(0);
  for (const own of devices) await reply(own.join(), "join of user:bruno");
  await Promise.all(none);

  const three = counts(3);
  for (const message of ["one", "two", "three"]) await says(ana, message);
  await Promise.all(three);
  assert.deepEqual([(await mine("bruno", id)).unread, (await mine("bruno", id)).read_seq], [3, 0]);

  const { topic, answer } = await joined(t, "bruno", `channel:${id}`);
  assert.deepEqual([answer.last_seq, answer.read_seq, answer.unread], [3, 0, 3]);
  const one = counts(1);
  await reply(topic.push("read", { seq: 2 }), "read");
  await Promise.all(one);
  assert.equal((await mine("bruno", id)).unread, 1);

  const zero = counts(0);
  await reply(topic.push("read", { seq: 2 }), "the same again");
  await reply(topic.push("read", { seq: 3 }), "read");
  await Promise.all(zero);
  const of = (all) => all.filter(here).map((u) => u.unread);
  assert.ok(of(told[0]).slice(of(told[0]).indexOf(3)).every((n, i, all) => i === 0 || n <= all[i - 1]), "never up again");
  assert.ok(told.flat().filter(here).every((u) => u.mentions === 0), "nobody was named");
  assert.equal((await mine("bruno", id)).unread, 0);
});

test("a badge counts a channel made later, and not one that was left", async (t) => {
  const own = (await joined(t, "carla", "user:carla")).topic;
  const id = await channel("ana");
  const first = next(own, "unread", (one) => one.channel_id === id);
  const add = async (method) =>
    fetch(new URL(`/api/channels/${id}/members/carla`, base), {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${await token("ana")}` },
      body: method === "PUT" ? JSON.stringify({ role: "member" }) : undefined,
    });
  assert.ok((await add("PUT")).ok);
  assert.equal((await first).unread, 1);
  const removed = next(own, "channel_removed", (one) => one.channel_id === id);
  assert.ok((await add("DELETE")).ok);
  await removed;
  const after = heard(own, "unread");
  await says((await joined(t, "ana", `channel:${id}`)).topic, "one");
  const other = await channel("carla");
  await next(own, "unread", (one) => one.channel_id === other);
  assert.deepEqual(after.filter((one) => one.channel_id === id), []);
});

test("a seq that is none is refused, and one beyond the end is its end", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = (await joined(t, "ana", `channel:${id}`)).topic;
  const last = await says(ana, "one");
  for (const seq of [-1, 1.5, "1", null, true, {}, 1e300, Number.MAX_SAFE_INTEGER * 4096]) {
    const refused = await new Promise((found) => ana.push("read", { seq }).receive("error", found));
    assert.equal(refused.reason, "malformed", `seq ${JSON.stringify(seq)}`);
  }
  const refused = await new Promise((found) => ana.push("read", {}).receive("error", found));
  assert.equal(refused.reason, "malformed");
  assert.equal((await mine("ana", id)).read_seq, 0);
  const own = (await joined(t, "ana", "user:ana")).topic;
  const zero = next(own, "unread", (one) => one.channel_id === id && one.unread === 0);
  await reply(ana.push("read", { seq: Number.MAX_SAFE_INTEGER }), "read");
  await zero;
  assert.equal((await mine("ana", id)).read_seq, last);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Presence } from "phoenix";
import { channel, connectAs, reply, within } from "./recado.mjs";

/** A joined channel with the stock client's Presence on it, as of before the join. */
async function present(socket, id) {
  const topic = socket.channel(`channel:${id}`);
  const presence = new Presence(topic);
  const diffs = [];
  topic.on("presence_diff", (diff) => diffs.push({ at: performance.now(), ...diff }));
  await reply(topic.join(), "join");
  return { topic, presence, diffs };
}

function metas(presence, user) {
  return presence.state[user]?.metas ?? [];
}

/** Resolves when the presences are so, at a sync. */
function until({ presence }, isSo, what) {
  return within(
    new Promise((done) => {
      const look = () => isSo(presence) && done();
      presence.onSync(look);
      look();
    }),
    what,
  );
}

function counts(presence, ana, bruno) {
  return metas(presence, "ana").length === ana && metas(presence, "bruno").length === bruno;
}

test("everyone in the channel is seen by everyone, each tab as a meta", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = await present(await connectAs(t, "ana"), id);
  const bruno = await present(await connectAs(t, "bruno"), id);
  const tab = await present(await connectAs(t, "ana"), id);
  for (const one of [ana, bruno, tab]) {
    await until(one, (p) => counts(p, 2, 1), "two tabs of ana and one of bruno");
  }
  assert.deepEqual(ana.presence.state, tab.presence.state);
  assert.deepEqual(Object.keys(ana.presence.state).sort(), ["ana", "bruno"]);
  const [meta] = metas(ana.presence, "bruno");
  assert.match(meta.online_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal(typeof meta.phx_ref, "string");

  await reply(tab.topic.leave(), "leave");
  await until(bruno, (p) => counts(p, 1, 1), "one tab of ana");
});

test("status is an update: another phx_ref, and the one before", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = await present(await connectAs(t, "ana"), id);
  const bruno = await present(await connectAs(t, "bruno"), id);
  await until(bruno, (p) => counts(p, 1, 1), "both");
  const [before] = metas(bruno.presence, "ana");

  await reply(ana.topic.push("presence", { status: "away" }), "presence");
  await until(bruno, (p) => metas(p, "ana")[0]?.status === "away", "away");

  const [after] = metas(bruno.presence, "ana");
  assert.equal(metas(bruno.presence, "ana").length, 1);
  assert.equal(after.phx_ref_prev, before.phx_ref);
  assert.notEqual(after.phx_ref, before.phx_ref);
  const { joins, leaves } = bruno.diffs.at(-1);
  assert.deepEqual([Object.keys(joins), Object.keys(leaves)], [["ana"], ["ana"]]);
});

test("status that is too large is refused", async (t) => {
  const id = await channel("ana");
  const ana = await present(await connectAs(t, "ana"), id);
  const refused = await within(
    new Promise((found) => ana.topic.push("presence", { status: "x".repeat(300) }).receive("error", found)),
    "the refusal",
  );
  assert.equal(refused.reason, "malformed");
});

test("rejoin gets the state anew, and others keep their phx_ref", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = await present(await connectAs(t, "ana"), id);
  const socket = await connectAs(t, "bruno");
  const bruno = await present(socket, id);
  await until(bruno, (p) => counts(p, 1, 1), "both");
  const [anas] = metas(bruno.presence, "ana");
  const [brunos] = metas(bruno.presence, "bruno");

  socket.conn.close(); // a torn line: the client connects and joins again by itself
  await until(
    bruno,
    (p) => !bruno.presence.inPendingSyncState() && counts(p, 1, 1) && metas(p, "bruno")[0].phx_ref !== brunos.phx_ref,
    "both, after the rejoin",
  );

  assert.deepEqual(metas(bruno.presence, "ana"), [anas]);
  await until(ana, (p) => counts(p, 1, 1), "both, as ana sees them");
});

test("diffs come at most once a second", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = await present(await connectAs(t, "ana"), id);
  const bruno = (await present(await connectAs(t, "bruno"), id)).topic;
  for (let i = 0; i < 30; i++) {
    await reply(bruno.push("presence", { status: `${i}` }), "presence");
    await new Promise((later) => setTimeout(later, 100));
  }
  await until(ana, (p) => metas(p, "bruno")[0]?.status === "29", "the last status");

  const gaps = ana.diffs.slice(1).map(({ at }, i) => at - ana.diffs[i].at);
  assert.ok(ana.diffs.length >= 2, `${ana.diffs.length} diffs`);
  assert.ok(gaps.every((gap) => gap > 900), `gaps of ${gaps}`);
});

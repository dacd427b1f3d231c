// Stock clients on two nodes behind a proxy that does TLS, each from an address of its own; proxy-test drains, stops and
// starts a node when it is asked by a line of the output, and answers with a line.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:http2";
import { request } from "node:https";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { LongPoll, Socket } from "phoenix";
import { WebSocket } from "ws";
import { base, channel, token, within } from "./recado.mjs";

const PATIENCE_MS = 120_000;
const MOST_CLIENTS = 60;
const CLAIMED = "203.0.113.9";
const [proxy, ...logs] = process.argv.slice(2);
const url = new URL("/socket", base);
url.protocol = "wss:";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
// the standard output is for what is asked of the script; the stock client writes there too
console.log = console.error;
async function ask(what) {
  process.stdout.write(`${what}\n`);
  const { value } = await lines.next();
  assert.equal(value, "done", what);
}

const claim = (text) => console.error(`ok     ${proxy}: ${text}`);
async function until(fits, what) {
  for (const end = performance.now() + PATIENCE_MS; !(await fits()); await pause(50)) {
    assert.ok(performance.now() < end, `${what}: not within ${PATIENCE_MS} ms`);
  }
}

const tokens = { ana: await token("ana"), bruno: await token("bruno"), ops: await token("ops") };
const as = (who) => ({ authorization: `Bearer ${tokens[who]}` });
const id = await channel("ana", "bruno");

async function read(who, path) {
  const answer = await fetch(new URL(path, base), { headers: as(who) });
  assert.equal(answer.status, 200, path);
  return answer.json();
}

// --- clients: each collects by seq what it was told, live or at a join

let addresses = 10;

function client(who, transport, address) {
  const here = { who, address, joins: 0, closes: 0, seqs: new Set(), heard: new Set() };
  const socket = new Socket(url.href, { transport, params: { token: tokens[who] } });
  let lastSeq;
  const hear = ({ seq, client_id }) => {
    here.seqs.add(seq);
    here.heard.add(client_id);
    while (here.seqs.has(lastSeq + 1)) lastSeq++;
  };
  here.channel = socket.channel(`channel:${id}`, () => (lastSeq === undefined ? {} : { last_seq: lastSeq }));
  here.channel.on("message", hear);
  here.channel.join().receive("ok", (answer) => {
    here.joins++;
    here.from ??= answer.last_seq;
    lastSeq ??= answer.last_seq;
    answer.messages.forEach(hear);
    assert.ok(here.joins === 1 || !answer.more);
  });
  let open = false;
  socket.onOpen(() => (open = true));
  socket.onClose(() => {
    if (open) here.closes++;
    open = false;
  });
  here.end = () => new Promise((ended) => socket.disconnect(ended));
  socket.connect();
  return here;
}

function onSocket(who) {
  const localAddress = `127.0.0.${++addresses}`;
  class FromThere extends WebSocket {
    constructor(to, protocols) {
      super(to, protocols, { localAddress });
    }
  }
  return client(who, FromThere, localAddress);
}

async function connections() {
  const lists = ["ana", "bruno"].map((who) => read("ops", `/api/ops/people/${who}/connections`));
  return (await Promise.all(lists)).flatMap(({ items }) => items);
}

// nobody tells a node that a client has stopped long polling, so one of an earlier run may still be listed
const earlier = new Set((await connections()).map(({ connection }) => connection));

/** Which node has whom, by their address; only a proxy that is trusted can have said that. */
async function nodes() {
  const now = (await connections()).filter(({ connection }) => !earlier.has(connection));
  return new Map(now.map((one) => [one.address, one]));
}

async function nodeOf(one) {
  let seen;
  await until(async () => one.joins > 0 && (seen = (await nodes()).get(one.address)), `${one.address} is connected`);
  return seen.node;
}

// --- talk: what the stock client does not say again by itself is said again here, under the same key

const said = [];
const accepted = new Set();

function say(one) {
  const client_id = randomUUID();
  said.push(client_id);
  const again = () => pause(200).then(send);
  const send = () =>
    one.channel
      .push("message", { message: "said all the while", client_id }, 3_000)
      .receive("ok", () => accepted.add(client_id))
      .receive("error", again)
      .receive("timeout", again);
  send();
}

async function history() {
  const kept = [];
  for (let after = 0; ; ) {
    const { messages } = await read("ana", `/api/channels/${id}/messages?after_seq=${after}&limit=200`);
    if (!messages.length) return kept;
    kept.push(...messages);
    after = messages.at(-1).seq;
  }
}

// --- upgrade, long polling, REST, headers, addresses

const polling = client("bruno", LongPoll, "127.0.0.1");
const drained = await nodeOf(polling);
const clients = [polling];
const byNode = new Map();
for (let i = 0; ![...byNode.values()].every((many) => many.length > 1) || byNode.size < 2; i++) {
  assert.ok(i < MOST_CLIENTS, "all clients are on one node");
  const one = onSocket(i % 2 ? "ana" : "bruno");
  clients.push(one);
  const node = await nodeOf(one);
  byNode.set(node, [...(byNode.get(node) ?? []), one]);
}
const stays = [...byNode.keys()].find((node) => node !== drained);
claim("stock clients are on both nodes by WebSocket over TLS, each known by its own address");

const [here] = byNode.get(drained);
const [there] = byNode.get(stays);
async function heardByAll(from, what) {
  say(from);
  const client_id = said.at(-1);
  await until(() => clients.every(({ heard }) => heard.has(client_id)), what);
}
await heardByAll(there, "a message crosses over");
await heardByAll(here, "a message crosses back");
claim("a message from one node is heard by the clients of the other");

const before = (await nodes()).get(polling.address);
for (let i = 0; i < 20; i++) await heardByAll(polling, "said by long polling");
assert.deepEqual((await nodes()).get(polling.address).connection, before.connection);
assert.equal(before.transport, "long_poll");
assert.deepEqual([polling.joins, polling.closes], [1, 0]);
claim("a client that long-polls stays on its node");

function post(path, body, headers, localAddress) {
  return new Promise((answered, failed) => {
    const sent = request(new URL(path, base), { method: "POST", headers, localAddress }, (answer) => {
      answer.resume().on("end", () => answered(answer));
    });
    sent.on("error", failed).end(body);
  });
}
const claims = { "content-type": "application/json", "x-forwarded-for": CLAIMED, forwarded: `for=${CLAIMED}` };
const credentials = JSON.stringify({ username: "ana", password: "ana" });
assert.equal((await post("/api/session", credentials, claims, "127.0.0.9")).statusCode, 200);
const record = await read("ops", "/api/ops/audit?action=session.created&limit=1");
assert.equal(record.items[0].address, "127.0.0.9");
claim("the record has a caller's own address, whatever the caller says");

const page = await fetch(base);
assert.equal(page.status, 200);
assert.match(page.headers.get("strict-transport-security") ?? "", /^max-age=\d{4,}/);
const plain = await fetch(process.env.RECADO_PLAIN_URL, { redirect: "manual" });
assert.equal(plain.status, 301);
assert.match(plain.headers.get("location"), /^https:/);
claim("pages come by TLS only, and say so (Strict-Transport-Security)");

for (const path of ["/health/ready", "/metrics"]) {
  assert.equal((await fetch(new URL(path, base))).status, 404, path);
}
claim("health and metrics are not for the world");

const large = JSON.stringify({ message: "x".repeat(3 << 20), client_id: randomUUID() });
const refused = await fetch(new URL(`/api/channels/${id}/messages`, base), {
  method: "POST",
  headers: { ...as("ana"), "content-type": "application/json" },
  body: large,
});
assert.equal((await refused.json()).reason, "too_large");
claim("a body of 3 MiB gets to the node, which says what is wrong with it");

// browsers do so where the proxy says that it can; else they come by HTTP/1.1
async function byHttp2() {
  const session = connect(base, { localAddress: "127.0.0.8" });
  await within(new Promise((known) => session.once("remoteSettings", known)), "HTTP/2");
  if (!session.remoteSettings.enableConnectProtocol) return session.close();
  const stream = session.request({
    ":method": "CONNECT",
    ":protocol": "websocket",
    ":path": `/socket/websocket?vsn=2.0.0&token=${tokens.ana}`,
    "sec-websocket-version": "13",
    origin: new URL(base).origin,
  });
  const answer = await within(new Promise((got, fail) => stream.once("response", got).once("error", fail)), "CONNECT");
  assert.equal(answer[":status"], 200);
  claim("a WebSocket within HTTP/2 opens too");
  stream.close();
  session.close();
}
await byHttp2();

// --- a node is drained, stopped, and started again, while two talk

let talking = true;
const talk = (async () => {
  for (; talking; await pause(500)) [here, there].forEach(say);
})();
const others = clients.filter((one) => byNode.get(stays).includes(one));
const moved = clients.filter((one) => !others.includes(one));

async function newcomersAreOn(node) {
  const newcomers = Array.from({ length: 6 }, (_, i) => onSocket(i % 2 ? "ana" : "bruno"));
  for (const one of newcomers) assert.equal(await nodeOf(one), node);
  await Promise.all(newcomers.map(({ end }) => end()));
}

await ask(`drain ${drained}`);
await until(async () => moved.every((one) => one === polling || one.joins > 1), "the clients come back");
for (const one of moved.filter((each) => each !== polling)) assert.equal(await nodeOf(one), stays);
assert.ok(others.every(({ closes }) => closes === 0));
claim("the drained node's clients are on the other node");
await newcomersAreOn(stays);
claim("new clients go to the other node");
await ask(`stop ${drained}`);
await until(() => polling.joins > 1, "the one that long-polls comes back");
assert.equal(await nodeOf(polling), stays);
await newcomersAreOn(stays);
claim("and so it is while the node is gone, for long polling too");
assert.deepEqual(moved.filter((one) => one !== polling).map(({ closes }) => closes), Array(moved.length - 1).fill(1));

await ask(`start ${drained}`);
let back;
await until(async () => (await nodeOf((back = onSocket("ana")))) === drained || back.end(), "new clients are on it");
claim("once it is back, it gets clients again");

talking = false;
await talk;
await until(() => accepted.size === said.length, "all that was said is accepted");
clients.push(back);
await heardByAll(back, "the last message");
const kept = await history();
assert.deepEqual(kept.map(({ client_id }) => client_id).sort(), [...said].sort());
for (const one of clients) {
  const missed = kept.filter(({ seq }) => seq > one.from && !one.seqs.has(seq));
  assert.deepEqual(missed, [], one.address);
}
claim(`${said.length} messages, none lost, none twice`);

await Promise.all(clients.map(({ end }) => end()));
const log = () => logs.map((file) => readFileSync(file, "utf8")).join("");
await until(() => log().includes("/socket/websocket") && log().includes("/socket/longpoll"), "what is asked is logged");
for (const secret of Object.values(tokens)) assert.ok(!log().includes(secret), "a token is in the proxy's log");
assert.ok(!log().includes("token="));
claim("no token is in its logs");
process.exit(0);

// Six stock clients on a node that takes six. An operator sends them away, in waves; then DrainIT, told "away", stops the
// node and starts it again. They come back and find all that was accepted, once, and are sent away once more.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Socket } from "phoenix";
import { WebSocket } from "ws";
import { base, channel, token } from "./recado.mjs";

const CLIENTS = 6;
const WAVE = 2;
// the server waits 1,500 ms; who was asked last of a wave may take its time
const LEAST_PAUSE_MS = 300;
const url = new URL("/socket", base);
url.protocol = "ws:";

const id = await channel("ana");
const params = { token: await token("ana") };
const accepted = [];

function client() {
  const here = { closed: [], joins: 0 };
  const socket = new Socket(url.href, { transport: WebSocket, params });
  let lastSeq = 0;
  here.joined = new Promise((joined) => {
    here.rejoined = new Promise((rejoined) => {
      here.channel = socket.channel(`channel:${id}`, () => ({ last_seq: lastSeq }));
      here.channel.join().receive("ok", ({ last_seq }) => {
        lastSeq = last_seq;
        here.joins++;
        joined();
        if (here.joins > 1) rejoined();
      });
    });
  });
  // a connect that fails is told as a close as well
  let open = false;
  socket.onOpen(() => (open = true));
  socket.onClose(({ code }) => {
    if (open) here.closed.push({ code, at: performance.now() });
    open = false;
  });
  here.end = () => new Promise((ended) => socket.disconnect(ended));
  socket.connect();
  return here;
}

const until = (fits) =>
  new Promise((found) => {
    const look = setInterval(() => {
      if (fits()) found(clearInterval(look));
    }, 20);
  });
const all = (clients, what) => Promise.all(clients.map(what));
const clients = Array.from({ length: CLIENTS }, client);
await all(clients, ({ joined }) => joined);

async function refusal() {
  const refused = new WebSocket(`${url.href}/websocket?vsn=2.0.0&token=${params.token}`);
  const [, answer] = await once(refused, "unexpected-response");
  let body = "";
  for await (const part of answer) body += part;
  return [answer.statusCode, answer.headers["retry-after"], body];
}

// the seventh
assert.deepEqual(await refusal(), [429, "5", ""]);
const metrics = await (await fetch(new URL("/metrics", base))).text();
assert.match(metrics, /recado_socket_refused[^\n]*why="busy"[^\n]* 1(\.0)?\n/);

// somebody talks without a pause
const talk = setInterval(() => {
  const client_id = randomUUID();
  clients[0].channel
    .push("message", { message: "said while the node stops", client_id })
    .receive("ok", () => accepted.push(client_id));
}, 20);
await until(() => accepted.length > 20);

const asOps = { authorization: `Bearer ${await token("ops")}` };
async function drain() {
  const answer = await fetch(new URL("/api/ops/drain", base), { method: "POST", headers: asOps });
  assert.equal(answer.status, 204);
}
await drain();
await until(() => clients.every(({ closed }) => closed.length === 1));
clearInterval(talk);
console.log("away");

const first = clients.map(({ closed }) => closed[0]).sort((a, b) => a.at - b.at);
assert.deepEqual(
  first.map(({ code }) => code),
  Array(CLIENTS).fill(1012),
);
for (let i = WAVE; i < CLIENTS; i += WAVE) {
  const pause = first[i].at - first[i - 1].at;
  assert.ok(pause > LEAST_PAUSE_MS, `a wave came ${pause} ms after the one before`);
}

await all(clients, ({ rejoined }) => rejoined);
const kept = [];
for (let after = 0; ; ) {
  const page = await fetch(new URL(`/api/channels/${id}/messages?after_seq=${after}&limit=200`, base), {
    headers: { authorization: `Bearer ${params.token}` },
  });
  const { messages } = await page.json();
  if (!messages.length) break;
  kept.push(...messages.map(({ client_id }) => client_id));
  after = messages.at(-1).seq;
}
assert.equal(new Set(kept).size, kept.length);
const lost = accepted.filter((client_id) => !kept.includes(client_id));
assert.deepEqual(lost, []);

await drain();
await until(() => clients.every(({ closed }) => closed.length === 2));
assert.ok(clients.every(({ closed }) => closed[1].code === 1012));
assert.deepEqual(await refusal(), [503, "5", ""]);
const health = await fetch(new URL("/health/ready", base));
assert.equal(health.status, 503);
assert.match(await health.text(), /the node is stopping/);
assert.equal((await fetch(new URL("/api/me", base), { headers: asOps })).status, 200);
await all(clients, ({ end }) => end());
console.log(`back: accepted=${accepted.length} kept=${kept.length}`);

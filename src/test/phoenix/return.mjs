// The stock clients while their node is killed and started again; ReturnIT does that when it is told "here". They come
// back by themselves, get what was stored behind their cursor, and go on.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { Socket as Socket18 } from "phoenix";
import { Socket as Socket17 } from "phoenix17";
import { WebSocket } from "ws";
import { base, channel, next, reply, token } from "./recado.mjs";

const url = new URL("/socket", base);
url.protocol = "ws:";
const id = await channel("ana");
const params = { token: await token("ana") };

function client(Client) {
  const socket = new Client(url.href, { transport: WebSocket, params });
  const joining = socket.channel(`channel:${id}`, () => ({ last_seq: 0 }));
  const answers = [];
  const waiting = [];
  joining.join().receive("ok", (answer) => {
    answers.push(answer);
    waiting.filter(({ count }) => count === answers.length).forEach(({ done }) => done(answer));
  });
  const answer = (count) => new Promise((done) => waiting.push({ count, done }));
  const closes = [];
  socket.onClose(({ code }) => closes.push(code));
  socket.connect();
  return { socket, joining, closes, first: answer(1), second: answer(2) };
}

const clients = [client(Socket17), client(Socket18)];
await Promise.all(clients.map(({ first }) => first));
const client_id = randomUUID();
const stored = next(clients[0].joining, "message_ack", (m) => m.client_id === client_id);
await reply(clients[0].joining.push("message", { message: "before the kill", client_id }), "message");
const { seq } = await stored;
console.log("here");

for (const { second, closes } of clients) {
  const answer = await second;
  assert.deepEqual([answer.recovered, answer.last_seq], [true, seq]);
  assert.deepEqual(answer.messages.map((m) => m.message), ["before the kill"]);
  assert.equal(closes[0], 1006);
}
const told = clients.map(({ joining }) => next(joining, "message", (m) => m.message === "after the kill"));
await reply(clients[1].joining.push("message", { message: "after the kill" }), "message");
assert.deepEqual((await Promise.all(told)).map((m) => m.seq), [seq + 1, seq + 1]);
await Promise.all(clients.map(({ socket }) => new Promise((ended) => socket.disconnect(ended))));
console.log("back");

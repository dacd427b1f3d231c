// Six stock clients that join and say "joined"; whoever runs this stops the node then, or puts another WAR in its place.
// They must be sent away with 1012, two at a time, and where "back" is asked for come back by themselves.

import assert from "node:assert/strict";
import { Socket } from "phoenix";
import { WebSocket } from "ws";
import { base, channel, token } from "./recado.mjs";

const CLIENTS = 6;
const WAVE = 2;
// the server waits 1,500 ms; who was asked last of a wave may take its time
const LEAST_PAUSE_MS = 300;
const comeBack = process.argv[2] === "back";
const url = new URL("/socket", base);
url.protocol = base.startsWith("https:") ? "wss:" : "ws:";

const id = await channel("ana");
const params = { token: await token("ana") };

function client() {
  const socket = new Socket(url.href, { transport: WebSocket, params });
  const here = {};
  here.joined = new Promise((joined) => {
    here.back = new Promise((back) => {
      let joins = 0;
      socket
        .channel(`channel:${id}`)
        .join()
        .receive("ok", () => (++joins === 1 ? joined() : back()));
    });
  });
  here.away = new Promise((away) => socket.onClose(({ code }) => away({ code, at: performance.now() })));
  here.end = () => new Promise((ended) => socket.disconnect(ended));
  socket.connect();
  return here;
}

const clients = Array.from({ length: CLIENTS }, client);
await Promise.all(clients.map(({ joined }) => joined));
console.log("joined");

const closes = await Promise.all(clients.map(({ away }) => away));
closes.sort((a, b) => a.at - b.at);
console.log("away:", closes.map(({ code, at }) => `${code} at ${Math.round(at - closes[0].at)} ms`).join(", "));
assert.ok(closes.every(({ code }) => code === 1012));
for (let i = WAVE; i < CLIENTS; i += WAVE) {
  const pause = closes[i].at - closes[i - 1].at;
  assert.ok(pause > LEAST_PAUSE_MS, `a wave came ${pause} ms after the one before`);
}

if (comeBack) await Promise.all(clients.map(({ back }) => back));
await Promise.all(clients.map(({ end }) => end()));

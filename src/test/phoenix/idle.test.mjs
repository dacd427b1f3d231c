import assert from "node:assert/strict";
import { test } from "node:test";
import { WebSocket } from "ws";
import { base, channel, connectAs, reply, token } from "./recado.mjs";

// the default of recado.socket.idle-timeout-ms, and how much later the server may notice
const IDLE_MS = 60_000;
const LATE_MS = 15_000;

test("client that says nothing for 60 s is closed although it is told much", { timeout: 2 * IDLE_MS }, async (t) => {
  const id = await channel("ana", "bruno");
  const address = new URL(`/socket/websocket?vsn=2.0.0&token=${await token("ana")}`, base);
  address.protocol = "ws:";
  const silent = new WebSocket(address);
  const open = new Promise((done) => silent.once("open", done));
  t.after(() => silent.terminate());
  const bruno = (await connectAs(t, "bruno")).channel(`channel:${id}`);
  await reply(bruno.join(), "join");
  await open;

  let told = 0;
  silent.on("message", () => told++);
  silent.send(`["1","1","channel:${id}","phx_join",{}]`);
  const started = performance.now();
  const talk = setInterval(() => bruno.push("message", { message: "still there?" }), 5_000);
  t.after(() => clearInterval(talk));
  const code = await new Promise((closed) => silent.once("close", closed));

  const after = performance.now() - started;
  assert.ok(after > IDLE_MS - 2_000 && after < IDLE_MS + LATE_MS, `closed after ${after} ms`);
  assert.equal(code, 1001);
  assert.ok(told > 8, `told ${told} times`);
});

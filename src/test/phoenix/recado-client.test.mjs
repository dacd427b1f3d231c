import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Outbox, Room, backoff } from "../../main/js/recado-client/index.js";
import { channel, connect, token, within } from "./recado.mjs";

const MESSAGES = 30;

function memory() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

async function member(t, user, id) {
  const socket = await connect(t, { params: { token: await token(user) }, ...backoff() });
  let look = () => {};
  const outbox = new Outbox(memory(), user);
  const events = [];
  const room = new Room({
    socket,
    outbox,
    id,
    tell: (what, detail) => {
      if (what === "event") events.push(detail.event.seq);
      look();
    },
  });
  const until = (fits, what) =>
    within(
      new Promise((found) => {
        look = () => fits(room) && found();
        look();
      }),
      what,
    );
  room.join();
  t.after(() => room.leave());
  await until(() => room.open, `join of ${user}`);
  // as a cable does it: no closing handshake
  const cut = () => socket.conn.terminate();
  return { room, until, cut, events };
}

test("lines that are cut while messages are sent lose nothing, double nothing and keep the order", async (t) => {
  const id = await channel("ana", "bruno");
  const ana = await member(t, "ana", id);
  const bruno = await member(t, "bruno", id);
  const texts = Array.from({ length: MESSAGES }, (_, n) => `text ${n}`);
  for (const [n, text] of texts.entries()) {
    ana.room.send(text);
    if (n % 8 === 7) ana.cut();
    if (n % 10 === 9) bruno.cut();
    await pause(25);
  }
  await ana.until(({ waiting }) => waiting.length === 0, "all stored and shown");
  await bruno.until(({ state }) => state.messages.length >= MESSAGES, "all heard");
  for (const { room } of [ana, bruno]) {
    assert.deepEqual(
      room.state.messages.map(({ message }) => message),
      texts,
    );
  }
  assert.deepEqual(
    bruno.events,
    [...new Set(bruno.events)].sort((a, b) => a - b),
  );
});

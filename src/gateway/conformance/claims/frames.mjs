// Bad frames cost nothing but an error: at most their own connection, and nobody else notices.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

const bad = {
  "an empty frame": () => "",
  "no JSON": () => "hello",
  "half a JSON text": () => '["1","1","channel:x"',
  "an object": () => "{}",
  "too short an array": () => '["1","1","channel:x","message"]',
  "a topic that is a number": () => '["1","1",42,"message",{}]',
  "an event that is null": ({ topic }) => `["1","1","${topic}",null,{}]`,
  "a payload that is null": ({ topic, ref }) => `["${ref}","1","${topic}","message",null]`,
  "a payload that is an array": ({ topic, ref }) => `["${ref}","1","${topic}","message",[]]`,
  "a join with a payload that is text": () => '["1","1","channel:x","phx_join","x"]',
  "100,000 brackets": () => "[".repeat(50_000) + "]".repeat(10_000),
  "bytes that are no frame": () => Buffer.from([0xff, 0xfe, 0x00]),
  "a binary push that is cut short": () => Buffer.from([0, 200, 200, 200, 200]),
  "a frame over 64 KiB": ({ topic, ref }) =>
    JSON.stringify([ref, "1", topic, "message", { message: "x".repeat(70_000), client_id: "kit-large" }]),
};

const unfit = {
  "no message": {},
  "a message that is null": { message: null },
  "a message that is a number": { message: 5 },
  "a message over 16 KiB": { message: "ã".repeat(8_193) },
  "a client_id over 64 characters": { message: "x", client_id: "k".repeat(65) },
  "a client_id that is an object": { message: "x", client_id: {} },
  "a timestamp that is none": { message: "x", timestamp: "yesterday" },
};

async function works(stage, joined) {
  const client_id = randomUUID();
  const reply = joined.push("message", { message: "still here", client_id });
  const command = await stage.core.command(client_id);
  assert.equal((await reply).status, "ok");
  return command;
}

export const frames = [
  ...Object.entries(bad).map(([what, frame]) => ({
    name: `bad frame: ${what} costs at most its own connection`,
    holds: async (stage) => {
      const [, ana, bruno] = await stage.joined("ana", "bruno");
      const before = stage.core.commands.items.length;
      bruno.phone.say(frame(bruno));
      const heartbeat = bruno.phone.ref();
      if (bruno.phone.isOpen) bruno.phone.say([null, heartbeat, "phoenix", "heartbeat", {}]);
      const end = await Promise.race([bruno.phone.closed, bruno.phone.reply(heartbeat).catch((e) => e)]);
      assert.ok(!(end instanceof Error), "its connection is neither closed nor answers");
      assert.notEqual(end, 1000, "closed with 1000, which tells clients to stay away");
      await works(stage, ana);
      assert.equal(stage.core.commands.items.length, before + 1, "the bad frame became a command");
    },
  })),
  ...Object.entries(unfit).map(([what, payload]) => ({
    name: `unfit push: ${what} is refused with a reason, and the channel goes on`,
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      const answer = await ana.push("message", payload);
      assert.equal(answer.status, "error", JSON.stringify(answer));
      assert.equal(typeof answer.response.reason, "string", JSON.stringify(answer));
      await works(stage, ana);
    },
  })),
  {
    name: "an event that nobody knows is refused, and the channel goes on",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      assert.equal((await ana.push("paint", { colour: "red" })).status, "error");
      await works(stage, ana);
    },
  },
];

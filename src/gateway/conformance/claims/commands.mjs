// What a client pushes becomes a command, as it was said and in its order.

import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";

const MANY = 50;
const TEXT = 'Olá, "mundo"! 👩‍🚀\n\tשלום \\ </script> 🇵🇹';

export const commands = [
  {
    name: "a push becomes one command that says all of it",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const client_id = randomUUID();
      const reply = ana.push("message", { message: TEXT, client_id });
      const { body } = await stage.core.command(client_id);
      await reply;
      const said = [body.sender_id, body.channel_id, body.message, body.type ?? "message.create"];
      assert.deepEqual(said, ["ana", channel.id, TEXT, "message.create"]);
      assert.equal(stage.core.commands.items.filter((c) => c.body?.client_id === client_id).length, 1);
    },
  },
  {
    name: "accepted is the answer before the core has said anything",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      const client_id = randomUUID();
      const answer = await ana.push("message", { message: "x", client_id });
      assert.deepEqual(answer, { status: "ok", response: { state: "accepted", client_id } });
      await stage.core.command(client_id);
    },
  },
  {
    name: "the sender is who signed in, whatever the push says",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const client_id = randomUUID();
      await ana.push("message", {
        message: "x",
        client_id,
        sender_id: "bruno",
        channel_id: "elsewhere",
        type: "member.add",
        user_id: "ana",
        role: "owner",
      });
      const { body } = await stage.core.command(client_id);
      assert.deepEqual(
        [body.sender_id, body.channel_id, body.type ?? "message.create"],
        ["ana", channel.id, "message.create"],
      );
    },
  },
  {
    name: `${MANY} pushes at once keep their order`,
    holds: async (stage) => {
      const [channel, , bruno] = await stage.joined("ana", "bruno");
      const keys = Array.from({ length: MANY }, (_, i) =>
        `kit-${i}-${channel.id.slice(-36)}-${process.pid}`.slice(0, 64),
      );
      const replies = keys.map((client_id, i) => bruno.push("message", { message: `${i}`, client_id }, 15_000));
      for (const { status, response } of await Promise.all(replies))
        assert.equal(status, "ok", JSON.stringify(response));
      await stage.core.command(keys.at(-1));
      const came = stage.core.commands.items.map((c) => c.body?.client_id).filter((key) => keys.includes(key));
      assert.deepEqual(came, keys);
    },
  },
  {
    name: "the same client_id again is answered again, with the same key for the core",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      const client_id = randomUUID();
      const first = await ana.push("message", { message: "x", client_id });
      const again = await ana.push("message", { message: "x", client_id });
      assert.deepEqual([first.status, again.status], ["ok", "ok"]);
      const came = stage.core.commands.items.filter((c) => c.body?.client_id === client_id);
      assert.ok(came.length >= 1 && came.every((c) => c.body.message === "x"));
    },
  },
  {
    name: "an edit and a delete become commands with the message's id",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      const [id, edit, remove] = [randomUUID(), randomUUID(), randomUUID()];
      await ana.push("edit", { id, message: "better", client_id: edit });
      await ana.push("delete", { id, client_id: remove });
      const edited = (await stage.core.command(edit)).body;
      const removed = (await stage.core.command(remove)).body;
      assert.deepEqual([edited.type, edited.message_id, edited.message], ["message.edit", id, "better"]);
      assert.deepEqual([removed.type, removed.message_id], ["message.delete", id]);
    },
  },
  {
    name: "the traceparent of a handshake goes on with the commands",
    holds: async (stage) => {
      const channel = await stage.channel();
      const trace = randomBytes(16).toString("hex");
      const phone = await stage.client("ana", {
        headers: { traceparent: `00-${trace}-${randomBytes(8).toString("hex")}-01` },
      });
      const client_id = randomUUID();
      await (await phone.join(channel.topic)).push("message", { message: "x", client_id });
      const { properties } = await stage.core.command(client_id);
      assert.equal(properties.headers?.traceparent?.split("-")[1], trace);
    },
  },
];

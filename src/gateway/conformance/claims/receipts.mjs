// What the core answers is told to the one connection that asked.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

/** Pushes, and returns the command that came of it. */
async function asked(stage, joined, client_id = randomUUID()) {
  await joined.push("message", { message: "x", client_id });
  return stage.core.command(client_id);
}

const of = (command) => (ack) => ack.client_id === command.body.client_id;

export const receipts = [
  {
    name: "stored is told to the sending connection, and to no other",
    holds: async (stage) => {
      const [channel, ana, again, bruno] = await stage.joined("ana", "ana", "bruno");
      const command = await asked(stage, ana);
      const id = randomUUID();
      await stage.core.stored(command, { id, seq: 7, channel_id: channel.id });
      const ack = await ana.next("message_ack", of(command));
      assert.deepEqual([ack.state, ack.id, ack.seq], ["stored", id, 7]);
      const event = channel.said();
      await channel.tell(event);
      for (const other of [again, bruno]) {
        await other.next("message", (m) => m.seq === event.seq);
        assert.deepEqual(other.all("message_ack"), []);
      }
    },
  },
  {
    name: "rejected is told with its reason",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      const command = await asked(stage, ana);
      await stage.core.rejected(command, "read_only", "the channel is archived");
      const ack = await ana.next("message_ack", of(command));
      assert.deepEqual([ack.state, ack.reason], ["rejected", "read_only"]);
    },
  },
  {
    name: "a rejected command is told on the sender's own topic",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const own = await ana.phone.join("user:ana");
      const client_id = randomUUID();
      await stage.core.tellUser("ana", {
        type: "command.rejected",
        user_id: "ana",
        state: "rejected",
        client_id,
        channel_id: channel.id,
        reason: "muted",
        detail: "for a while",
      });
      const ack = await own.next("message_ack", (a) => a.client_id === client_id);
      assert.deepEqual([ack.state, ack.reason], ["rejected", "muted"]);
    },
  },
  {
    name: "receipts that come late, after the event and in another order are told",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const first = await asked(stage, ana);
      const second = await asked(stage, ana);
      await channel.tell(
        channel.said("x", { client_id: first.body.client_id }),
        channel.said("x", { client_id: second.body.client_id }),
      );
      await ana.next("message", (m) => m.seq === channel.seq);
      await stage.core.stored(second);
      await stage.core.stored(first);
      await Promise.all([ana.next("message_ack", of(first)), ana.next("message_ack", of(second))]);
    },
  },
  {
    name: "a receipt that comes twice, or with unknown keys, does no harm",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      const first = await asked(stage, ana);
      await stage.core.stored(first, { from_a_later_version: { a: [1] } });
      await stage.core.stored(first, { from_a_later_version: { a: [1] } });
      const second = await asked(stage, ana);
      await stage.core.stored(second);
      await ana.next("message_ack", of(first));
      await ana.next("message_ack", of(second));
    },
  },
  {
    name: "a receipt that is none, or is nobody's, does no harm",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      const command = await asked(stage, ana);
      const strange = { ...command, properties: { replyTo: command.properties.replyTo, correlationId: "of-nobody" } };
      await stage.core.stored(strange);
      await stage.core.receipt(strange, Buffer.from("hello"));
      await stage.core.receipt(command, Buffer.from("[1,"));
      await stage.core.receipt(command, null);
      await stage.core.receipt({ properties: { replyTo: command.properties.replyTo } }, { state: "stored" });
      await stage.core.stored(command);
      await ana.next("message_ack", of(command));
    },
  },
  {
    name: "a receipt for a client that is gone does no harm",
    holds: async (stage) => {
      const [channel, ana, bruno] = await stage.joined("ana", "bruno");
      const command = await asked(stage, ana);
      ana.phone.hangUp();
      await ana.phone.closed;
      await stage.core.stored(command);
      const event = channel.said();
      await channel.tell(event);
      await bruno.next("message", (m) => m.seq === event.seq);
    },
  },
];

// What happened is told to who listens: each channel in the order of its seq, each event once, no hole unsaid.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { sentBack, wholeUpTo } from "./order.mjs";

const MANY = 50;

export const events = [
  {
    name: "an event is told to all who joined, the sender too, as it is",
    holds: async (stage) => {
      const [channel, ana, bruno] = await stage.joined("ana", "bruno");
      const event = channel.said("Olá! 👋", { client_id: "kit-mine" });
      await channel.tell(event);
      for (const one of [ana, bruno]) {
        const heard = await one.next("message", (m) => m.seq === event.seq);
        for (const key of ["id", "client_id", "sender_id", "message", "channel_id"])
          assert.equal(heard[key], event[key], key);
      }
    },
  },
  {
    name: "an event is told to nobody who has not joined",
    needs: "history",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const [other, bruno] = await stage.joined("bruno");
      await channel.tell(channel.said("not for bruno"));
      await ana.next("message");
      await other.tell(other.said("for bruno"));
      await bruno.next("message");
      assert.ok(!bruno.phone.heard.items.some((f) => f[4]?.message === "not for bruno"));
    },
  },
  {
    name: `${MANY} events keep their order`,
    holds: async (stage) => {
      const [channel, ana, bruno] = await stage.joined("ana", "bruno");
      const before = channel.seq;
      for (let i = 0; i < MANY; i++) await channel.tell(channel.said(`${i}`));
      for (const one of [ana, bruno]) await wholeUpTo(one, before, channel.seq);
    },
  },
  {
    name: "events that come again, alone or as a batch, are told once",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const before = channel.seq;
      const [one, two, three, four] = [1, 2, 3, 4].map((n) => channel.said(`${n}`));
      for (const event of [one, one, two, three, one, two, three, two, four]) await channel.tell(event);
      await wholeUpTo(ana, before, channel.seq);
    },
  },
  {
    name: "a hole is not passed over: it is filled, or the client is sent back",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const before = channel.seq;
      await channel.tell(channel.said("1"));
      const lost = channel.said("2");
      await channel.tell(channel.said("3"));
      await sentBack(ana, channel.seq);
      const heard = ana.seqs;
      assert.deepEqual(
        heard,
        heard.map((_, i) => before + 1 + i),
        `there is a hole in what was told: ${heard}`,
      );
      await channel.tell(lost);
    },
  },
  {
    name: "an edit and a delete are told by their own names",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const event = channel.said("one");
      const at = new Date().toISOString();
      const change = { id: event.id, message_seq: event.seq };
      await channel.tell(event);
      await channel.tell(channel.event("message.edited", { ...change, message: "two", edited_at: at }));
      await channel.tell(channel.event("message.deleted", { ...change, deleted_at: at }));
      const edited = await ana.next("message_edited");
      const deleted = await ana.next("message_deleted");
      assert.deepEqual(
        [edited.id, edited.message, deleted.id, deleted.message],
        [event.id, "two", event.id, undefined],
      );
    },
  },
  {
    name: "unknown keys do no harm",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const event = channel.said("x", { from_a_later_version: [{ a: null }] });
      await channel.tell(event);
      await ana.next("message", (m) => m.seq === event.seq);
    },
  },
  {
    name: "an event of an unknown type takes its seq, and what follows is told or the client is sent back",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      await channel.tell(channel.event("channel.painted", { colour: "red" }));
      await channel.tell(channel.said("after it"));
      await sentBack(ana, channel.seq);
    },
  },
  {
    name: "an event that is none does no harm",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      for (const bytes of [
        "hello",
        "[1,",
        "null",
        "5",
        "{}",
        '{"type":5}',
        `{"type":"message.created","channel_id":"${channel.id}","seq":"x"}`,
      ]) {
        await channel.tell(Buffer.from(bytes));
      }
      const event = channel.said("after them");
      await channel.tell(event);
      await ana.next("message", (m) => m.seq === event.seq);
    },
  },
  {
    name: "members that come are told",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      await channel.tell(channel.event("member.joined", { user_id: "dora", role: "member" }));
      assert.equal((await ana.next("member_joined")).user_id, "dora");
    },
  },
  ...[
    ["member.left", {}],
    ["member.banned", { banned: true }],
  ].map(([type, more]) => ({
    name: `who is out by ${type} hears phx_close and nothing more; the others hear on`,
    holds: async (stage) => {
      const [channel, ana, carla] = await stage.joined("ana", "carla");
      await channel.tell(channel.event(type, more));
      await carla.next("phx_close");
      const secret = channel.said(`secret ${randomUUID()}`);
      await channel.tell(secret);
      await ana.next("message", (m) => m.seq === secret.seq);
      await carla.phone.ask(null, "phoenix", "heartbeat", {});
      assert.ok(!carla.phone.heard.items.some((f) => f[4]?.message === secret.message), "it was told what followed");
      // back in, for what is tried next
      await channel.tell(channel.event("member.joined", { role: "member" }));
    },
  })),
  {
    name: "what is about a user is told to that user only",
    holds: async (stage) => {
      const [ana, bruno] = await Promise.all(
        ["ana", "bruno"].map(async (u) => (await stage.client(u)).join(`user:${u}`)),
      );
      const added = (user_id, channel_id) => ({ type: "channel.added", user_id, channel_id });
      await stage.core.tellUser("ana", added("ana", "for-ana"));
      await ana.next("channel_added", (a) => a.channel_id === "for-ana");
      await stage.core.tellUser("bruno", added("bruno", "for-bruno"));
      await bruno.next("channel_added", (a) => a.channel_id === "for-bruno");
      assert.ok(!bruno.phone.heard.items.some((f) => f[4]?.channel_id === "for-ana"));
    },
  },
];

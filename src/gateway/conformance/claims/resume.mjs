// Coming back: what was missed is there, or it is said that it is not.

import assert from "node:assert/strict";
import { wholeUpTo } from "./order.mjs";

const seqs = (response) => response.messages.map((m) => m.seq);

export const resume = [
  {
    name: "a newcomer has the newest messages, in their order",
    needs: "history",
    holds: async (stage) => {
      const channel = await stage.channel();
      for (let i = 0; i < 60; i++) channel.said(`${i}`);
      const { response } = await (await stage.client("ana")).join(channel.topic);
      assert.equal(response.last_seq, 60);
      const expected = Array.from({ length: 50 }, (_, i) => 11 + i);
      if (response.recovered) assert.deepEqual(seqs(response), expected);
    },
  },
  {
    name: "who comes back has what was missed, and then hears on without a hole or a repeat",
    needs: "history",
    holds: async (stage) => {
      const [channel, first] = await stage.joined("bruno");
      await channel.tell(channel.said("1"));
      await first.next("message");
      first.phone.hangUp();
      await first.phone.closed;
      await channel.tell(channel.said("2"), channel.said("3"));
      const back = await (await stage.client("bruno")).join(channel.topic, { last_seq: 1 });
      assert.deepEqual([back.response.recovered, back.response.last_seq, seqs(back.response)], [true, 3, [2, 3]]);
      await channel.tell(channel.said("4"));
      await wholeUpTo(back, 3, 4);
    },
  },
  {
    name: "who comes back and missed an edit is told of it, or that not all is there",
    needs: "history",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const event = channel.said("one");
      await channel.tell(event);
      await ana.next("message");
      channel.event("message.edited", { id: event.id, message: "two" });
      channel.messages[0].message = "two";
      const { response } = await (await stage.client("ana")).join(channel.topic, { last_seq: 1 });
      const isTold = response.messages.some((m) => m.id === event.id && m.message === "two");
      assert.ok(isTold || response.recovered === false, `it is said that all is there: ${JSON.stringify(response)}`);
    },
  },
  {
    name: "what is said during a join is heard once",
    needs: "history",
    holds: async (stage) => {
      const channel = await stage.channel();
      await channel.tell(channel.said("before"));
      channel.beforePage = async () => {
        channel.beforePage = undefined;
        await channel.tell(channel.said("meanwhile"));
      };
      const ana = await (await stage.client("ana")).join(channel.topic, { last_seq: 0 });
      assert.equal(channel.seq, 2, "it asked for no page");
      await channel.tell(channel.said("after"));
      await ana.next("message", (m) => m.seq === 3);
      assert.deepEqual([...seqs(ana.response), ...ana.seqs], [1, 2, 3]);
    },
  },
  {
    name: "who is sent back at a hole has all of it after joining again",
    needs: "history",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      await channel.tell(channel.said("1"));
      channel.said("2");
      await channel.tell(channel.said("3"));
      const { last_seq } = await ana.next("resync");
      assert.equal(last_seq, 1);
      const back = await ana.phone.join(channel.topic, { last_seq });
      assert.deepEqual(seqs(back.response), [2, 3]);
    },
  },
];

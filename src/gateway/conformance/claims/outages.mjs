// The broker goes away and comes back.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { sentBack } from "./order.mjs";

const ANSWER_MS = 12_000;
const RETURN_MS = 40_000;

/** Pushes until it is accepted: the gateway has the broker again. */
async function accepted(stage, joined) {
  const client_id = randomUUID();
  const until = Date.now() + RETURN_MS;
  for (;;) {
    const { status, response } = await joined.push("message", { message: "again", client_id }, ANSWER_MS);
    if (status === "ok") return stage.core.command(client_id);
    assert.ok(
      Date.now() < until,
      `still refused ${RETURN_MS / 1000} s after the broker is back: ${JSON.stringify(response)}`,
    );
    await new Promise((over) => setTimeout(over, 200));
  }
}

export const outages = [
  {
    name: "broker away: a push is refused as unavailable, and accepted once it is back",
    needs: "cut",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      stage.cut.cut();
      try {
        const { status, response } = await ana.push("message", { message: "x", client_id: randomUUID() }, ANSWER_MS);
        assert.deepEqual([status, response.reason], ["error", "unavailable"]);
      } finally {
        stage.cut.mend();
      }
      const command = await accepted(stage, ana);
      await stage.core.stored(command);
      await ana.next("message_ack", (ack) => ack.client_id === command.body.client_id);
    },
  },
  {
    name: "broker away: nothing is accepted that the broker did not confirm",
    needs: "cut",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      assert.ok(stage.cut.isInUse, "the gateway is not connected through the wire of --cut");
      stage.cut.mute();
      const client_id = randomUUID();
      const answer = ana.push("message", { message: "x", client_id }, ANSWER_MS);
      answer.catch(() => undefined); // looked at below
      try {
        await stage.core.command(client_id);
        await ana.phone.ask(null, "phoenix", "heartbeat", {});
        assert.ok(
          !ana.frames.some((f) => f[3] === "phx_reply" && f[4].response.client_id === client_id),
          "accepted without a confirm",
        );
      } finally {
        stage.cut.cut();
        stage.cut.mend();
      }
      assert.equal((await answer).status, "error");
      await accepted(stage, ana);
    },
  },
  {
    name: "broker away: what is told meanwhile is heard in order, or the client is sent back",
    needs: "cut",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const before = channel.seq;
      stage.cut.cut();
      await channel.tell(channel.said("1"));
      await channel.tell(channel.said("2"));
      stage.cut.mend();
      const isBack = await sentBack(ana, channel.seq, RETURN_MS);
      const heard = ana.seqs;
      assert.deepEqual(
        heard,
        heard.map((_, i) => before + 1 + i),
        `there is a hole or a repeat in what was told: ${heard}`,
      );
      if (isBack || !ana.phone.isOpen) return;
      await channel.tell(channel.said("3"));
      await ana.next("message", (m) => m.seq === channel.seq);
    },
  },
];

// Who comes in, and how topics are joined and left.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

async function refused(phone) {
  const failure = await phone.opened.then(
    () => undefined,
    (e) => e,
  );
  assert.ok(failure, "it was let in");
  assert.ok(
    failure.status >= 400 && failure.status < 500,
    `refused with ${failure.message}, not by a status of its own`,
  );
}

export const sockets = [
  {
    name: "a token in the query lets a client in",
    holds: async (stage) => (await stage.client("ana")).isOpen,
  },
  {
    name: "a token in the subprotocol lets a client in, and phoenix is the answer",
    holds: async (stage) => {
      const phone = stage.phone({ bearer: stage.core.token("ana") });
      await phone.opened;
      assert.equal(phone.ws.protocol, "phoenix");
    },
  },
  { name: "nobody comes in without a token", holds: (stage) => refused(stage.phone()) },
  {
    name: "nobody comes in with a token that someone else signed",
    holds: (stage) => refused(stage.phone({ token: `${stage.core.token("ana").slice(0, -8)}AAAAAAAA` })),
  },
  {
    name: "nobody comes in with a token that is over",
    holds: (stage) => refused(stage.phone({ token: stage.core.token("ana", -60) })),
  },
  {
    name: "another version of the protocol is refused",
    holds: (stage) => refused(stage.phone({ token: stage.core.token("ana"), vsn: "3.0.0" })),
  },
  {
    name: "a heartbeat is answered",
    holds: async (stage) => {
      const answer = await (await stage.client("ana")).ask(null, "phoenix", "heartbeat", {});
      assert.deepEqual(answer, { status: "ok", response: {} });
    },
  },
  {
    name: "a join says the channel's last seq",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      assert.ok(Number.isInteger(ana.response.last_seq), JSON.stringify(ana.response));
      assert.ok(Array.isArray(ana.response.messages), JSON.stringify(ana.response));
    },
  },
  {
    name: "a topic that nobody knows is refused",
    holds: async (stage) => {
      const phone = await stage.client("ana");
      assert.equal((await phone.ask("9", "weather:today", "phx_join", {})).status, "error");
    },
  },
  {
    name: "another user's own topic is refused",
    holds: async (stage) => {
      const phone = await stage.client("ana");
      assert.equal((await phone.ask("9", "user:bruno", "phx_join", {})).status, "error");
    },
  },
  {
    name: "a channel is joined by its members only",
    needs: "history",
    holds: async (stage) => {
      const channel = await stage.channel();
      channel.members.delete("carla");
      const { status, response } = await (await stage.client("carla")).ask("9", channel.topic, "phx_join", {});
      assert.deepEqual([status, response.reason], ["error", "not_a_member"]);
    },
  },
  {
    name: "a leave is answered, then closed",
    holds: async (stage) => {
      const [, ana] = await stage.joined("ana");
      const { status } = await ana.push("phx_leave", {});
      assert.equal(status, "ok");
      await ana.next("phx_close");
    },
  },
  {
    name: "a second join ends the first, by the first one's join_ref",
    holds: async (stage) => {
      const [channel, first] = await stage.joined("ana");
      const second = await first.phone.join(channel.topic);
      const closed = await first.phone.heard.first(
        "phx_close of the first",
        (f) => f[3] === "phx_close" && f[2] === channel.topic,
      );
      assert.equal(closed[0], first.ref);
      const event = channel.said();
      await channel.tell(event);
      await second.next("message", (m) => m.seq === event.seq);
    },
  },
  {
    name: "a push of a join that is over goes nowhere",
    holds: async (stage) => {
      const [channel, first] = await stage.joined("ana");
      const second = await first.phone.join(channel.topic);
      first.phone.say([
        first.ref,
        first.phone.ref(),
        channel.topic,
        "message",
        { message: "late", client_id: "of-an-old-join" },
      ]);
      const key = randomUUID();
      await second.push("message", { message: "now", client_id: key });
      await stage.core.command(key);
      assert.ok(!stage.core.commands.items.some((c) => c.body?.client_id === "of-an-old-join"), "it became a command");
    },
  },
  {
    name: "a push to a topic that was not joined is refused, and is no command",
    holds: async (stage) => {
      const [channel, ana] = await stage.joined("ana");
      const bruno = await stage.client("bruno");
      const answer = await bruno.ask(null, channel.topic, "message", {
        message: "from outside",
        client_id: "kit-outside",
      });
      assert.equal(answer.status, "error");
      const key = randomUUID();
      await ana.push("message", { message: "from inside", client_id: key });
      await stage.core.command(key);
      assert.ok(!stage.core.commands.items.some((c) => c.body?.client_id === "kit-outside"), "it became a command");
    },
  },
];

// The example gateway with one deliberate fault, named by the first argument: the kit must see each of them.

import { createRequire } from "node:module";
import { Broker } from "../../gateway/example/broker.mjs";
import { Client } from "../../gateway/example/client.mjs";
import { settings, start } from "../../gateway/example/gateway.mjs";
import { Rest } from "../../gateway/example/rest.mjs";
import { Rooms, Subscription } from "../../gateway/example/rooms.mjs";

const require = createRequire(new URL("../../gateway/example/gateway.mjs", import.meta.url));
const amqplib = require("amqplib");
const { WebSocket } = require("ws");

/** Puts something between the gateway and its channels of AMQP. */
function between(change) {
  const { connect } = amqplib;
  amqplib.connect = async (...options) => {
    const connection = await connect(...options);
    const create = connection.createConfirmChannel.bind(connection);
    connection.createConfirmChannel = async () => {
      const channel = await create();
      change(channel);
      return channel;
    };
    return connection;
  };
}

const publishing = (change) =>
  between((channel) => {
    const publish = channel.publish.bind(channel);
    channel.publish = (...all) => change(publish, ...all);
  });

const commanding = (change) => {
  const { publish } = Broker.prototype;
  Broker.prototype.publish = function (command, ...rest) {
    return publish.call(this, change(command), ...rest);
  };
};

const taking = (change) => {
  const { take } = Broker.prototype;
  Broker.prototype.take = function (message) {
    change(message, (one) => take.call(this, one));
  };
};

let count = 0;

/** Each fault with the claim by which it is found. */
export const FAULTS = {
  "commands are not persistent": {
    claim: "a command is persistent",
    make: () =>
      publishing((publish, x, key, body, properties, told) =>
        publish(x, key, body, { ...properties, persistent: false }, told),
      ),
  },
  "commands go by another routing key": {
    claim: "a command's routing key is its channel",
    make: () => publishing((publish, x, key, ...rest) => publish(x, "all", ...rest)),
  },
  "commands go out twice": {
    claim: "a push becomes one command that says all of it",
    make: () =>
      publishing(
        (publish, x, key, body, properties, told) =>
          publish(x, key, body, properties) && publish(x, key, body, properties, told),
      ),
  },
  "accepted before the broker's confirm": {
    claim: "nothing is accepted that the broker did not confirm",
    needs: "cut",
    make: () =>
      publishing((publish, x, key, body, properties, told) => {
        publish(x, key, body, properties);
        told(null);
      }),
  },
  "the traceparent is dropped": {
    claim: "the traceparent of a handshake goes on with the commands",
    make: () =>
      publishing((publish, x, key, body, properties, told) =>
        publish(x, key, body, { ...properties, headers: {} }, told),
      ),
  },
  "the time of a command is no time": {
    claim: "a command is what docs/asyncapi.yaml says",
    make: () => commanding((command) => ({ ...command, timestamp: "now" })),
  },
  "the client_id is replaced": {
    claim: "a push becomes one command that says all of it",
    make: () => commanding((command) => ({ ...command, client_id: `other-${++count}` })),
  },
  "the sender is another": {
    claim: "the sender is who signed in, whatever the push says",
    make: () => commanding((command) => ({ ...command, sender_id: "bruno" })),
  },
  "every third event is dropped": {
    claim: "50 events keep their order",
    make: () => taking((message, take) => (message.fields.exchange && ++count % 3 === 0 ? undefined : take(message))),
  },
  "neighbours change places": {
    claim: "50 events keep their order",
    make: () => {
      let held;
      taking((message, take) => {
        if (!message.fields.exchange) return take(message);
        if (!held) return (held = message);
        take(message);
        take(held);
        held = undefined;
      });
    },
  },
  "events are told as often as they come": {
    claim: "events that come again, alone or as a batch, are told once",
    make: () =>
      (Subscription.prototype.hear = function (event) {
        this.push("message", event);
      }),
  },
  "holes are passed over": {
    claim: "a hole is not passed over",
    make: () =>
      (Subscription.prototype.hear = function (event) {
        this.push("message", event);
      }),
  },
  "an event that cannot be read ends it": {
    claim: "an event that is none does no harm",
    make: () => taking((message, take) => take({ ...message, check: JSON.parse(message.content) })),
  },
  "receipts go to all": {
    claim: "stored is told to the sending connection, and to no other",
    make: () => {
      const all = new Set();
      const { add } = Rooms.prototype;
      Rooms.prototype.add = function (subscription) {
        all.add(subscription);
        add.call(this, subscription);
      };
      Client.prototype.receipt = (receipt) => all.forEach((one) => one.push("message_ack", receipt));
    },
  },
  "any token is taken": {
    claim: "nobody comes in with a token that someone else signed",
    make: () =>
      (Rest.prototype.me = async (token) => ({ id: JSON.parse(Buffer.from(token.split(".")[1], "base64url")).sub })),
  },
  "nobody asks who is a member": {
    claim: "a channel is joined by its members only",
    make: () => {
      Rest.prototype.channel = async (token, id) => ({ id, last_seq: 0 });
      Rest.prototype.messages = async () => ({ messages: [], more: false });
    },
  },
  "who was put out hears on": {
    claim: "who is out by member.left",
    make: () => (Client.prototype.close = () => undefined),
  },
  "a page that lacks an edit is called whole": {
    claim: "who comes back and missed an edit is told of it",
    make: () => {
      const { messages } = Rest.prototype;
      Rest.prototype.messages = async function (...asked) {
        const page = await messages.apply(this, asked);
        return {
          ...page,
          messages: [...page.messages, ...Array.from({ length: 9 }, (_, seq) => ({ seq: 0, changed_seq: seq }))],
        };
      };
    },
  },
  "clients are closed with 1000": {
    claim: "bad frame: no JSON",
    make: () => {
      const { close } = WebSocket.prototype;
      WebSocket.prototype.close = function () {
        close.call(this, 1000);
      };
    },
  },
  "a bad frame ends the process": {
    claim: "bad frame: no JSON",
    make: () => (WebSocket.prototype.close = () => process.exit(1)),
  },
};

const fault = process.argv[2];
if (fault) {
  FAULTS[fault].make();
  await start(settings());
}

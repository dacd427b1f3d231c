// The broker: commands out with confirms, events and receipts in, and all of it again after the broker was away.

import { randomUUID } from "node:crypto";
import amqplib from "amqplib";
import { Refused } from "./rest.mjs";

const COMMANDS = "recado.commands";
const EVENTS = "recado.events";
const CONFIRM_MS = 5_000;
const PAUSE_MS = 500;
const UNREAD_AT_ONCE = 200;
// what comes while the broker is away or this gateway starts again; then its queue goes, and clients are sent back
const QUEUE = { durable: true, arguments: { "x-expires": 10 * 60_000 } };

const pause = (ms) => new Promise((over) => setTimeout(over, ms));

export class Broker {
  #channel;
  #hasConnected = false;
  #trouble;

  /** `heard` is told of each `event(event, topic)`, each `receipt(receipt, correlation)`, and that there was a `gap()`. */
  constructor(uri, name, heard) {
    this.uri = uri;
    this.queue = `gateway.${name}`;
    this.user = decodeURIComponent(new URL(uri).username);
    this.heard = heard;
  }

  /** Resolves when it is connected; from then on it connects again by itself. */
  async connected() {
    for (;;) {
      let connection;
      try {
        connection = await amqplib.connect(this.uri, { heartbeat: 10, timeout: 5_000 });
        connection.on("error", (failure) => console.error(`broker: ${failure.message}`));
        await this.#open(connection);
        this.#trouble = undefined;
        connection.once("close", () => {
          this.#channel = undefined;
          this.connected();
        });
        return;
      } catch (failure) {
        if (failure.message !== this.#trouble) console.error(`broker: ${failure.message}, trying again`);
        this.#trouble = failure.message;
        await connection?.close().catch(() => undefined); // it may be closed already
        await pause(PAUSE_MS);
      }
    }
  }

  async #open(connection) {
    await this.#inOrder(connection);
    const wasThere = await exists(connection, (channel) => channel.checkQueue(this.queue));
    const channel = await connection.createConfirmChannel();
    channel.on("error", (failure) => console.error(`broker: ${failure.message}`));
    channel.on("close", () => connection.close().catch(() => undefined)); // all begins anew with the connection
    channel.returned = new Set();
    channel.on("return", ({ properties }) => channel.returned.add(properties.messageId));
    await channel.assertQueue(this.queue, QUEUE);
    await channel.bindQueue(this.queue, EVENTS, "channel.#");
    await channel.bindQueue(this.queue, EVENTS, "user.#");
    await channel.prefetch(UNREAD_AT_ONCE);
    if (this.#hasConnected && !wasThere) this.heard.gap();
    this.#hasConnected = true;
    this.#channel = channel;
    await channel.consume(this.queue, (message) => {
      if (message === null) return connection.close().catch(() => undefined); // the queue was deleted: begin anew
      this.take(message);
      channel.ack(message);
    });
  }

  /** After a stop of a broker with several partitions a core puts them in order first. */
  async #inOrder(connection) {
    const is = (name) => exists(connection, (channel) => channel.checkExchange(name));
    if (!(await is(COMMANDS))) throw new Error(`there is no ${COMMANDS} yet`);
    if ((await is(`${COMMANDS}.hash`)) && !(await is(`${COMMANDS}.ring`)))
      throw new Error("the partitions are not in order yet");
  }

  take({ content, fields, properties }) {
    let body;
    try {
      body = JSON.parse(content);
      if (fields.exchange === EVENTS) {
        const [, kind, id] = /^(channel|user)\.\d\d\.(.+)$/.exec(fields.routingKey);
        this.heard.event(body, `${kind}:${id}`);
      } else {
        this.heard.receipt(body, properties.correlationId);
      }
    } catch (failure) {
      // one that cannot be read holds up nothing; the hole it leaves is seen at the next
      console.error(`passed over what came by ${fields.routingKey}: ${failure.message}`);
    }
  }

  /** Resolves when the broker has it; `unavailable` else, and then the same `client_id` again is safe. */
  publish(command, correlationId, traceparent) {
    const channel = this.#channel;
    const messageId = randomUUID();
    const unavailable = new Refused("unavailable", { retry_after_ms: 1000 });
    return new Promise((confirmed, failed) => {
      if (!channel) return failed(unavailable);
      const timer = setTimeout(failed, CONFIRM_MS, unavailable);
      const properties = {
        contentType: "application/json",
        persistent: true,
        mandatory: true,
        messageId,
        correlationId,
        replyTo: this.queue,
        userId: this.user,
        timestamp: Math.floor(Date.now() / 1000),
        headers: traceparent ? { traceparent } : {},
      };
      channel.publish(COMMANDS, command.channel_id, Buffer.from(JSON.stringify(command)), properties, (failure) => {
        clearTimeout(timer);
        if (failure || channel.returned.delete(messageId)) failed(unavailable);
        else confirmed();
      });
    });
  }
}

/** Whether something is there; asking for what is not costs the channel. */
async function exists(connection, question) {
  const channel = await connection.createChannel();
  channel.on("error", () => undefined);
  try {
    await question(channel);
    await channel.close();
    return true;
  } catch (failure) {
    if (failure.code === 404) return false;
    throw failure;
  }
}

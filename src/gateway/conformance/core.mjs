// The core's side: takes every command from the exchange and looks at it, sends receipts and events as it is told to.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { crc32 } from "node:zlib";
import amqplib from "amqplib";
import { Door } from "./door.mjs";
import { commandSchemas, faults } from "./schemas.mjs";
import { Heard } from "./waiting.mjs";

const COMMANDS = "recado.commands";
const EVENTS = "recado.events";
export const USERS = ["ana", "bruno", "carla"];

const shard = (id) => String(crc32(Buffer.from(id)) % 64).padStart(2, "0");

export class Core {
  commands = new Heard();
  channels = new Map(); // id -> {members, log}; those of the kit
  #faults = new Map();

  static async start(options) {
    const core = new Core();
    core.schemas = commandSchemas(options.asyncapi);
    await core.#connect(options.amqp);
    core.door = new Door(options, core.channels);
    if (options.rest) await core.door.listen(Number(options.rest));
    return core;
  }

  async stop() {
    this.door.stop();
    await this.connection.close();
  }

  token(...asked) {
    return this.door.token(...asked);
  }

  async #connect(uri) {
    this.connection = await amqplib.connect(uri);
    const channel = await this.connection.createConfirmChannel();
    this.channel = channel;
    await channel.assertExchange(COMMANDS, "topic", { durable: true });
    await channel.assertExchange(EVENTS, "topic", { durable: true });
    await this.#standAlone();
    const { queue } = await channel.assertQueue("", { exclusive: true });
    await channel.bindQueue(queue, COMMANDS, "#");
    await channel.consume(queue, (message) => this.#take(message), { noAck: true });
  }

  // a real core would answer too
  async #standAlone() {
    const asking = await this.connection.createChannel();
    asking.on("error", () => undefined);
    const found = await asking.checkQueue(`${COMMANDS}.0`).catch((failure) => {
      if (failure.code === 404) return { consumerCount: 0 };
      throw failure;
    });
    if (found.consumerCount > 0)
      throw new Error("a core is at work on this broker: give the kit a virtual host of its own");
  }

  #take({ content, fields, properties }) {
    let body;
    try {
      body = JSON.parse(content);
    } catch {
      body = undefined; // told as what the schema does not allow
    }
    this.#look(body, fields, properties);
    this.commands.add({ body, fields, properties });
  }

  #look(body, fields, properties) {
    const { headers = {} } = properties;
    const what = {
      "a command is what docs/asyncapi.yaml says": faults(this.schemas, body),
      "a command's routing key is its channel": fields.routingKey === body?.channel_id ? "" : fields.routingKey,
      "a command is persistent": properties.deliveryMode === 2 ? "" : `delivery mode ${properties.deliveryMode}`,
      "a command says that it is JSON":
        properties.contentType === "application/json" ? "" : `content type ${properties.contentType}`,
      "a command has a client_id or a message_id": body?.client_id || properties.messageId ? "" : "neither",
      "a command asks for its receipt":
        properties.replyTo && properties.correlationId ? "" : "no reply_to or correlation_id",
      "a command's traceparent is one": /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/.test(
        headers.traceparent ?? `00-${"0".repeat(32)}-${"0".repeat(16)}-00`,
      )
        ? ""
        : headers.traceparent,
      "a command is of a client that was signed in": USERS.includes(body?.sender_id) ? "" : `sender ${body?.sender_id}`,
    };
    for (const [claim, fault] of Object.entries(what)) {
      this.#faults.set(claim, [...(this.#faults.get(claim) ?? []), ...(fault ? [fault] : [])]);
    }
  }

  /** Claims about every command that came, whatever was tried. */
  standingClaims() {
    return [...this.#faults].map(([name, found]) => ({
      name,
      holds: () =>
        assert.equal(
          found.length,
          0,
          `${found.length} of ${this.commands.items.length}: ${[...new Set(found)].slice(0, 3).join("; ")}`,
        ),
    }));
  }

  /** The command that says it has this key. */
  command(clientId, ms) {
    return this.commands.first(`the command ${clientId} on ${COMMANDS}`, (c) => c.body?.client_id === clientId, { ms });
  }

  #publish(exchange, key, body, properties = {}) {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    return new Promise((done, failed) => {
      this.channel.publish(
        exchange,
        key,
        bytes,
        { contentType: "application/json", persistent: true, ...properties },
        (e) => (e ? failed(e) : done()),
      );
    });
  }

  receipt(command, body) {
    const { replyTo, correlationId } = command.properties;
    assert.ok(replyTo, "the command has no reply_to");
    return this.#publish("", replyTo, body, { correlationId });
  }

  stored(command, more = {}) {
    const { client_id, channel_id, timestamp } = command.body;
    const stored_at = new Date().toISOString();
    return this.receipt(command, {
      state: "stored",
      client_id,
      id: randomUUID(),
      seq: 1,
      channel_id,
      timestamp,
      stored_at,
      ...more,
    });
  }

  rejected(command, reason, detail = "as the kit likes") {
    const { client_id, channel_id } = command.body;
    return this.receipt(command, { state: "rejected", client_id, channel_id, reason, detail });
  }

  tell(channel, body) {
    return this.#publish(EVENTS, `channel.${shard(channel)}.${channel}`, body);
  }

  tellUser(user, body) {
    return this.#publish(EVENTS, `user.${shard(user)}.${user}`, body);
  }
}

// What a claim has at hand: clients, channels, and the core.

import { randomUUID } from "node:crypto";
import { USERS } from "./core.mjs";
import { Phone } from "./phone.mjs";

const START_MS = 300_000;

/** A channel as the core has it: its members, and each change with the next seq. */
class Channel {
  members = new Set(USERS);
  messages = [];
  seq = 0;

  constructor(core, id) {
    Object.assign(this, { core, id, topic: `channel:${id}` });
  }

  /** What happened next; it is told by {@link Channel#tell}. */
  event(type, more = {}) {
    const seq = ++this.seq;
    const at = new Date().toISOString();
    if (type.startsWith("member.")) return { type, channel_id: this.id, seq, user_id: "carla", by: "ana", at, ...more };
    return {
      type,
      channel_id: this.id,
      seq,
      id: randomUUID(),
      client_id: null,
      sender_id: "ana",
      timestamp: at,
      stored_at: at,
      ...more,
    };
  }

  said(message = "Olá, mundo!", more = {}) {
    const event = this.event("message.created", { message, ...more });
    this.messages.push(event);
    return event;
  }

  tell(...events) {
    return Promise.all(events.map((event) => this.core.tell(this.id, event)));
  }

  /** A page as REST has it. */
  async page(query) {
    await this.beforePage?.();
    const limit = Number(query.get("limit") ?? 50);
    const after = query.get("after_seq");
    const before = Number(query.get("before_seq") ?? Infinity);
    const fit = this.messages.filter((m) => (after === null ? m.seq < before : m.seq > Number(after)));
    const page = after === null ? fit.slice(-limit).reverse() : fit.slice(0, limit);
    return {
      messages: page.map(({ type, ...m }) => ({ ...m, changed_seq: m.seq })),
      more: fit.length > page.length,
      next_seq: page.at(-1)?.seq,
    };
  }
}

export class Stage {
  #phones = [];

  constructor(core, cut, options) {
    Object.assign(this, { core, cut, options });
  }

  async gatewayIsUp() {
    const until = Date.now() + START_MS;
    for (;;) {
      const phone = new Phone(this.options.socket, { token: this.core.token("ana") });
      try {
        await phone.opened;
        // a gateway with channels of its own may take clients before its broker is there
        if (this.options.channel) await phone.join(`channel:${this.options.channel}`);
        return;
      } catch (failure) {
        if (Date.now() > until)
          throw new Error(
            `no client came in at ${this.options.socket} within ${START_MS / 1000} s: ${failure.message}`,
          );
        await new Promise((over) => setTimeout(over, 200));
      } finally {
        phone.hangUp();
      }
    }
  }

  phone(options) {
    const phone = new Phone(this.options.socket, options);
    this.#phones.push(phone);
    return phone;
  }

  /** A connected client of a user. */
  async client(user, options) {
    const phone = this.phone({ token: this.core.token(user), ...options });
    await phone.opened;
    return phone;
  }

  /** A channel in which all the users are; the gateway's own where it has its own. */
  async channel() {
    const channel = new Channel(this.core, this.options.channel ?? `kit-${randomUUID()}`);
    if (!this.options.channel) this.core.channels.set(channel.id, channel);
    else {
      const joined = await (await this.client("carla")).join(channel.topic);
      channel.seq = joined.response.last_seq;
    }
    return channel;
  }

  /** A channel that these users have joined, each by a connection of theirs. */
  async joined(...users) {
    const channel = await this.channel();
    const joins = await Promise.all(users.map(async (user) => (await this.client(user)).join(channel.topic)));
    return [channel, ...joins];
  }

  clear() {
    for (const phone of this.#phones.splice(0)) phone.hangUp();
  }
}

// One client's connection: Phoenix Channels V2 there, commands and REST here. What it asks is answered in its order.

import { randomUUID } from "node:crypto";
import { Refused } from "./rest.mjs";
import { Subscription } from "./rooms.mjs";

const MAX_TOPICS = 100;
const MAX_TEXT_BYTES = 16 * 1024;
const MAX_UNSENT_BYTES = 1 << 20;
const MAX_WAITING = 500;
const IDLE_MS = 60_000;
const PACE = { messages: 60, ms: 10_000 };
const PAGE = { newcomer: 50, missed: 200 };

const isText = (value) => typeof value === "string";
const isRef = (value) => value === null || ["string", "number"].includes(typeof value);

export class Client {
  #topics = new Map();
  #line = Promise.resolve();
  #waiting = 0;
  #sent = [];

  constructor(ws, { user, token, traceparent }, road) {
    Object.assign(this, { id: randomUUID(), ws, user, token, traceparent }, road);
    this.idle = setTimeout(() => ws.close(1001), IDLE_MS);
    ws.on("message", (data, isBinary) => this.#take(data, isBinary));
    ws.on("error", (failure) => console.error(`client: ${failure.message}`));
    ws.on("close", () => {
      clearTimeout(this.idle);
      for (const subscription of this.#topics.values()) this.rooms.remove(subscription);
    });
  }

  send(frame) {
    if (this.ws.bufferedAmount > MAX_UNSENT_BYTES) this.ws.close(1013);
    else if (this.ws.readyState === this.ws.OPEN) this.ws.send(JSON.stringify(frame));
  }

  /** The channel is over for this client: it stays away until it joins by itself. */
  close(subscription) {
    const { topic, joinRef } = subscription;
    this.rooms.remove(subscription);
    if (this.#topics.get(topic) === subscription) this.#topics.delete(topic);
    this.send([joinRef, joinRef, topic, "phx_close", {}]);
  }

  /** What became of a command of this connection. */
  receipt(receipt) {
    this.#topics.get(`channel:${receipt.channel_id}`)?.push("message_ack", receipt);
  }

  #take(data, isBinary) {
    this.idle.refresh();
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return this.ws.close(isBinary ? 1003 : 1007);
    }
    if (isBinary || !isFrame(frame)) return this.ws.close(1003);
    const [, ref, topic, event] = frame;
    if (topic === "phoenix" && event === "heartbeat") return this.#reply([null, ref, topic], "ok", {});
    if (++this.#waiting > MAX_WAITING) return this.ws.close(1013);
    this.#line = this.#line.then(() => this.#answer(frame)).finally(() => this.#waiting--);
  }

  #reply([joinRef, ref, topic], status, response) {
    this.send([joinRef, ref, topic, "phx_reply", { status, response }]);
  }

  async #answer(frame) {
    const [joinRef, ref, topic, event] = frame;
    try {
      const subscription = this.#topics.get(topic);
      if (event === "phx_join") await this.#join(frame);
      else if (!subscription && event === "phx_leave") this.#reply(frame, "ok", {});
      else if (!subscription) this.#reply([null, ref, topic], "error", { reason: "unmatched topic" });
      else if (joinRef !== null && joinRef !== subscription.joinRef)
        return; // of a join that is over
      else if (event === "phx_leave") {
        this.#reply([subscription.joinRef, ref, topic], "ok", {});
        this.close(subscription);
      } else this.#push([subscription.joinRef, ...frame.slice(1)]);
    } catch (failure) {
      this.#refuse(frame, failure);
    }
  }

  #refuse(frame, failure) {
    if (!(failure instanceof Refused)) console.error(failure);
    const { reason, more } = failure instanceof Refused ? failure : { reason: "unavailable", more: {} };
    this.#reply(frame, "error", { reason, ...more });
    // only a new connection brings another token
    if (reason === "expired" || reason === "unauthorized") this.ws.close(1008);
  }

  async #join(frame) {
    const [joinRef, , topic, , params] = frame;
    const [, kind, id] = /^(channel|user):(.+)$/.exec(topic) ?? [];
    const former = this.#topics.get(topic);
    if (former) this.close(former);
    if (!kind) return this.#reply([null, ...frame.slice(1)], "error", { reason: "unmatched topic" });
    if (this.#topics.size >= MAX_TOPICS) throw new Refused("too many channels joined");
    if (kind === "user" && id !== this.user) throw new Refused("forbidden");
    // it hears first and asks then, so that nothing falls between
    const subscription = new Subscription(this, topic, joinRef);
    this.rooms.add(subscription);
    try {
      const answer = kind === "user" ? {} : await this.#opening(id, params.last_seq);
      if (this.ws.readyState !== this.ws.OPEN) return this.rooms.remove(subscription);
      this.#topics.set(topic, subscription);
      this.#reply(frame, "ok", answer);
      subscription.begin(answer.last_seq);
    } catch (failure) {
      this.rooms.remove(subscription);
      throw failure;
    }
  }

  /** The answer to a join: who may hear the channel has its page from Recado. */
  async #opening(id, since) {
    const channel = await this.rest.channel(this.token, id);
    const { last_seq } = channel;
    const isBack = Number.isSafeInteger(since) && since >= 0;
    const page = await this.rest.messages(
      this.token,
      id,
      isBack ? { after_seq: since, limit: PAGE.missed } : { limit: PAGE.newcomer },
    );
    const messages = page.messages.filter((message) => message.seq <= last_seq);
    if (!isBack) messages.reverse();
    // REST tells what was said since, but not which older message was edited: so each seq must be accounted for
    const seen = new Set(messages.flatMap((message) => [message.seq, message.changed_seq]));
    let recovered = true;
    for (let seq = since + 1; isBack && recovered && seq <= last_seq; seq++) recovered = seen.has(seq);
    return { channel, last_seq, recovered, messages, more: isBack ? false : page.more };
  }

  #push(frame) {
    const [, , topic, event, payload] = frame;
    if (!topic.startsWith("channel:")) throw new Refused("malformed");
    const asked = { sender_id: this.user, channel_id: topic.slice("channel:".length) };
    asked.client_id = payload.client_id ?? randomUUID();
    asked.timestamp = payload.timestamp ?? new Date().toISOString();
    if (!/^[!-~]{1,64}$/.test(asked.client_id) || !isText(asked.client_id)) throw new Refused("malformed");
    if (!isText(asked.timestamp) || Number.isNaN(Date.parse(asked.timestamp))) throw new Refused("malformed");
    if (event === "message") this.#send(frame, { type: "message.create", ...asked, message: text(payload) });
    else if (event === "edit")
      this.#send(frame, { type: "message.edit", ...asked, message_id: id(payload), message: text(payload) });
    else if (event === "delete") this.#send(frame, { type: "message.delete", ...asked, message_id: id(payload) });
    else throw new Refused("malformed");
  }

  #send(frame, command) {
    const now = Date.now();
    this.#sent = this.#sent.filter((at) => at > now - PACE.ms);
    if (this.#sent.length >= PACE.messages) {
      throw new Refused("rate_limited", { retry_after_ms: this.#sent[0] + PACE.ms - now });
    }
    this.#sent.push(now);
    this.broker.publish(command, this.id, this.traceparent).then(
      () => this.#reply(frame, "ok", { state: "accepted", client_id: command.client_id }),
      (failure) => this.#refuse(frame, failure),
    );
  }
}

function isFrame(frame) {
  if (!Array.isArray(frame) || frame.length < 5) return false;
  const [joinRef, ref, topic, event, payload] = frame;
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  return isRef(joinRef) && isRef(ref) && isText(topic) && isText(event) && isObject;
}

function text({ message }) {
  if (!isText(message)) throw new Refused("malformed");
  if (Buffer.byteLength(message) > MAX_TEXT_BYTES) throw new Refused("too_large");
  return message;
}

function id({ id: found }) {
  if (!isText(found) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(found)) throw new Refused("malformed");
  return found;
}

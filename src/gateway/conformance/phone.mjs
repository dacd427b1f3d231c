// A client that says Phoenix Channels V2 by hand, so that it can say it wrong too.

import assert from "node:assert/strict";
import { WebSocket } from "ws";
import { Heard, PATIENCE_MS } from "./waiting.mjs";

export class Phone {
  heard = new Heard();
  #ref = 0;

  constructor(url, { token, headers, vsn = "2.0.0", bearer } = {}) {
    const address = new URL(`${url.replace(/\/$/, "")}/websocket`);
    address.searchParams.set("vsn", vsn);
    if (token) address.searchParams.set("token", token);
    const offers = bearer
      ? ["phoenix", `base64url.bearer.phx.${Buffer.from(bearer).toString("base64").replaceAll("=", "")}`]
      : [];
    this.ws = new WebSocket(address, offers, { headers });
    this.opened = new Promise((ok, fail) => {
      this.ws.on("open", ok);
      this.ws.on("error", fail);
      this.ws.on("unexpected-response", (request, response) => {
        request.destroy();
        fail(Object.assign(new Error(`HTTP ${response.statusCode}`), { status: response.statusCode }));
      });
    });
    this.opened.catch(() => undefined); // whoever opens it is told
    this.ws.on("message", (data) => this.heard.add(JSON.parse(data)));
    this.closed = new Promise((ok) => this.ws.on("close", (code) => ok(code)));
  }

  get isOpen() {
    return this.ws.readyState === WebSocket.OPEN;
  }

  ref() {
    return String(++this.#ref);
  }

  say(frame) {
    this.ws.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** The reply to a ref: `{status, response}`. */
  reply(ref, ms = PATIENCE_MS) {
    const isIt = (f) => f[1] === ref && f[3] === "phx_reply";
    const reply = this.heard.first(`the reply to ${ref}`, isIt, { ms }).then((frame) => frame[4]);
    reply.catch(() => undefined); // a claim that has failed already looks at it no more
    return reply;
  }

  ask(joinRef, topic, event, payload, ms) {
    const ref = this.ref();
    this.say([joinRef, ref, topic, event, payload]);
    return this.reply(ref, ms);
  }

  /** Joins, and fails where it may not. */
  async join(topic, params = {}) {
    const ref = this.ref();
    const from = this.heard.items.length;
    this.say([ref, ref, topic, "phx_join", params]);
    const { status, response } = await this.reply(ref);
    assert.equal(status, "ok", `join of ${topic}: ${JSON.stringify(response)}`);
    return new Joined(this, topic, ref, response, from);
  }

  hangUp() {
    this.ws.terminate();
  }
}

/** One join of a topic, and what came for it. */
export class Joined {
  constructor(phone, topic, ref, response, from) {
    Object.assign(this, { phone, topic, ref, response, from });
  }

  push(event, payload, ms) {
    return this.phone.ask(this.ref, this.topic, event, payload, ms);
  }

  get frames() {
    return this.phone.heard.items
      .slice(this.from)
      .filter((f) => f[2] === this.topic && (f[0] === null || f[0] === this.ref));
  }

  /** The payloads of its events by this name. */
  all(event) {
    return this.frames.filter((f) => f[3] === event).map((f) => f[4]);
  }

  async next(event, fits = () => true, ms) {
    const isMine = (f) => f[2] === this.topic && (f[0] === null || f[0] === this.ref) && f[3] === event && fits(f[4]);
    const frame = await this.phone.heard.first(`${event} on ${this.topic}`, isMine, { from: this.from, ms });
    return frame[4];
  }

  /** The seqs of the channel's events, in the order in which they came. */
  get seqs() {
    return this.frames.filter(isEvent).map((f) => f[4].seq);
  }
}

const NOT_EVENTS = new Set([
  "phx_reply",
  "message_ack",
  "receipt",
  "unread",
  "resync",
  "phx_close",
  "phx_error",
  "presence_state",
  "presence_diff",
]);

function isEvent(frame) {
  return !NOT_EVENTS.has(frame[3]) && Number.isInteger(frame[4]?.seq);
}

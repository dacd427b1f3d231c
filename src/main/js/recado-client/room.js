import { TYPING_EVERY_MS, nextStop, typing, withTypist, withoutTypist } from "./typists.js";
import { emptyChannel, happened, joined, oldestSeq, withOlder } from "./channel-state.js";

const PAGE = 50;
const PAGE_MS = 5000;
const ANSWER_MS = 10_000;
const ATTEMPTS = 4;
const READ_EVERY_MS = 1000;
const EVENT_LATE_MS = 4000;
const FINAL_JOIN_REFUSALS = new Set(["not_a_member", "unknown_channel", "forbidden", "not_found"]);
const UNSETTLED = new Set(["sending", "accepted"]);
const PASSING = new Set(["rate_limited", "unavailable"]);
const EVENTS = {
  message: "message.created",
  message_edited: "message.edited",
  message_deleted: "message.deleted",
  member_joined: "member.joined",
  member_left: "member.left",
  member_muted: "member.muted",
  member_banned: "member.banned",
  channel_renamed: "channel.renamed",
  channel_archived: "channel.archived",
  channel_retained: "channel.retained",
};

// One channel's topic: keeps the state whole (repeats dropped, gaps rejoined from the cursor)
// and carries the outbox, in order, whenever the topic is joined.
export class Room {
  #socket;
  #older;
  #outbox;
  #tell;
  #topic;
  #asked = new Map();
  #pause;
  #late;
  #readSeq = 0;
  #readTimer = null;
  #typists = {};
  #typistTimer = null;
  #typedAt = -Infinity;
  state;
  open = false;
  loading = false;
  refusal = null;

  /**
   * `cursor` is the last seq at hand, null for a newcomer. `tell(what, detail)` hears `change` whenever there is something
   * to draw anew, `joined` with the channel, and `event` for what happens just now; what a join brings is in `state` only.
   * `older(query)` is asked for a page of history where the socket does not answer.
   */
  constructor({ socket, outbox, id, cursor = null, tell = () => {}, older = (query, failure) => Promise.reject(failure) }) {
    Object.assign(this, { id });
    this.#socket = socket;
    this.#older = older;
    this.#outbox = outbox;
    this.#tell = tell;
    this.state = emptyChannel(cursor);
  }

  /** Joins from the cursor; a topic joined before is left by it. */
  join() {
    const topic = this.#socket.channel(`channel:${this.id}`, () =>
      this.state.cursor === null ? {} : { last_seq: this.state.cursor },
    );
    this.#topic = topic;
    const mine = (act) => (payload) => topic === this.#topic && act(payload ?? {});
    for (const [name, type] of Object.entries(EVENTS)) {
      topic.on(name, mine((payload) => this.#happened({ ...payload, type: payload.type ?? type })));
    }
    topic.on("message_ack", mine((ack) => this.acknowledged(ack)));
    topic.on("typing", mine(({ user_id }) => this.#typing(withTypist(this.#typists, user_id, performance.now()))));
    topic.on("resync", mine(() => this.join()));
    topic.onError(mine(() => this.#closed()));
    topic.onClose(mine(() => this.#closed()));
    topic
      .join()
      .receive("ok", mine((reply) => this.#joined(reply)))
      .receive("error", mine((reply) => this.#refused(reply)));
  }

  leave() {
    const topic = this.#topic;
    this.#topic = null;
    this.#closed();
    clearTimeout(this.#pause);
    clearTimeout(this.#late);
    clearTimeout(this.#typistTimer);
    topic?.leave();
  }

  #joined(reply) {
    this.open = true;
    this.refusal = null;
    this.#become(joined(this.state, reply));
    this.#tell("joined", { room: this, channel: reply.channel });
    if (reply.recovered === false) this.loadOlder();
    if (this.#readSeq > (reply.read_seq ?? 0)) this.read(this.#readSeq);
    if (this.state.gap) this.join();
    else this.flush();
  }

  #refused({ reason }) {
    if (!FINAL_JOIN_REFUSALS.has(reason)) return;
    this.leave();
    this.refusal = reason;
    this.#tell("change");
  }

  #closed() {
    this.open = false;
    this.#asked.clear();
    clearTimeout(this.#readTimer);
    this.#readTimer = null;
    this.#tell("change");
  }

  #happened(event) {
    const before = this.state;
    if (event.type === "message.created") this.#typing(withoutTypist(this.#typists, event.sender_id));
    this.#become(happened(before, event));
    if (this.state.gap && !before.gap) this.join();
    else if (this.state.cursor !== before.cursor) this.#tell("event", { room: this, event });
  }

  /** Who else is typing just now. */
  get typing() {
    return typing(this.#typists, performance.now());
  }

  /** Tells the others that I am typing, as often as they are told. */
  typed() {
    const now = performance.now();
    if (!this.open || now - this.#typedAt < TYPING_EVERY_MS) return;
    this.#typedAt = now;
    this.#topic.push("typing", {});
  }

  #typing(typists) {
    this.#typists = typists;
    clearTimeout(this.#typistTimer);
    const now = performance.now();
    const stop = nextStop(typists, now);
    if (stop !== null) this.#typistTimer = setTimeout(() => this.#typing(typists), stop - now);
    this.#tell("change");
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#outbox.settle(this.id, state);
    this.#tell("change");
  }

  /** One page before the oldest message at hand, by the socket, else by what `older` says. */
  async loadOlder() {
    if (this.loading || !this.state.olderExist || this.state.cursor === null) return;
    this.loading = true;
    this.failedToLoad = false;
    this.#tell("change");
    const query = { before_seq: oldestSeq(this.state), limit: PAGE };
    try {
      const page = await this.#page(query).catch((failure) => this.#older(query, failure));
      this.#become(withOlder(this.state, { messages: page.messages ?? [], more: page.more }));
    } catch {
      this.failedToLoad = true;
    }
    this.loading = false;
    this.#tell("change");
  }

  #page(query) {
    return new Promise((resolve, reject) => {
      if (!this.open) return reject(new Error("not joined"));
      const refuse = () => reject(new Error("history"));
      this.#topic.push("history", query, PAGE_MS).receive("ok", resolve).receive("error", refuse).receive("timeout", refuse);
    });
  }

  /** Tells how far has been read: at once, or when the line is back, then at most once a second. */
  read(seq) {
    this.#readSeq = seq;
    if (this.#readTimer || !this.open) return;
    this.#topic.push("read", { seq });
    this.#readTimer = setTimeout(() => {
      this.#readTimer = null;
      if (this.#readSeq > seq) this.read(this.#readSeq);
    }, READ_EVERY_MS);
  }

  /** What waits to be sent, to be stored or to be shown, oldest first. */
  get waiting() {
    return this.#outbox.of(this.id);
  }

  /** Says something, now or when the line is back, and stored once however often it is sent; the `client_id`. */
  send = (message) => this.#ask({ kind: "message", message });

  edit = (id, message) => this.#ask({ kind: "edit", id, message });

  remove = (id) => this.#ask({ kind: "delete", id });

  #ask(what) {
    const client_id = crypto.randomUUID();
    this.#outbox.add({ client_id, channel_id: this.id, ...what });
    this.#tell("change");
    this.flush();
    return client_id;
  }

  /** Sends what waits, oldest first, and after a rejoin also what had only been accepted. */
  flush() {
    // what phoenix would hold back it would send before what is older
    if (!this.open || this.#pause || !this.#socket.isConnected()) return;
    for (const entry of this.#outbox.of(this.id)) {
      if (UNSETTLED.has(entry.state) && !this.#asked.has(entry.client_id)) this.#send(entry);
    }
  }

  #send({ client_id, kind, id, message }) {
    const topic = this.#topic;
    const attempts = (this.#asked.get(client_id) ?? 0) + 1;
    this.#asked.set(client_id, attempts);
    const payload = kind === "message" ? { message, client_id } : kind === "edit" ? { id, message, client_id } : { id, client_id };
    const mine = (act) => (reply) => topic === this.#topic && this.open && act(reply);
    topic
      .push(kind, payload, ANSWER_MS)
      .receive("ok", mine(() => this.#mark(client_id, { state: "accepted" })))
      .receive("error", mine((reply) => this.#denied(client_id, reply)))
      .receive("timeout", mine(() => this.#unanswered(client_id, attempts)));
  }

  #unanswered(clientId, attempts) {
    const entry = this.#outbox.entries.find((one) => one.client_id === clientId);
    if (entry?.state !== "sending") return;
    if (attempts >= ATTEMPTS) this.#mark(clientId, { state: "failed", reason: "no_answer" });
    else this.#send(entry);
  }

  #denied(clientId, { reason, retry_after_ms }) {
    this.#asked.delete(clientId);
    if (!PASSING.has(reason)) return this.#mark(clientId, { state: "failed", reason });
    this.#mark(clientId, { reason });
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = null;
      this.flush();
    }, retry_after_ms ?? 3000);
  }

  #mark(clientId, change) {
    const entry = this.#outbox.entries.find((one) => one.client_id === clientId);
    if (!UNSETTLED.has(entry?.state)) return;
    this.#outbox.change(clientId, { reason: null, ...change });
    this.#tell("change");
  }

  /** The core's word on what was asked: stored, with its place, or rejected, with the reason. */
  acknowledged({ state, client_id, id, seq, reason }) {
    if (!this.#outbox.of(this.id).some((entry) => entry.client_id === client_id)) return;
    this.#asked.delete(client_id);
    if (state === "rejected") this.#outbox.change(client_id, { state: "failed", reason });
    else this.#stored(client_id, id, seq);
    this.#tell("change");
  }

  #stored(clientId, id, seq) {
    this.#outbox.change(clientId, { state: "stored", reason: null, seq, message_id: id });
    this.#outbox.settle(this.id, this.state);
    clearTimeout(this.#late);
    this.#late = setTimeout(() => {
      if (this.open && this.state.cursor < seq) this.join();
    }, EVENT_LATE_MS);
  }

  /** Asks again under the same client_id. */
  retry(clientId) {
    this.#asked.delete(clientId);
    this.#outbox.change(clientId, { state: "sending", reason: null });
    this.#tell("change");
    this.flush();
  }
}

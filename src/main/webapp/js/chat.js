import { Outbox, Room } from "recado-client";
import { Line } from "./line.js";
import { Bell } from "./bell.js";
import { counted } from "./badges.js";
import { Preferences } from "./preferences.js";
import { Push } from "./push.js";
import { Ways } from "./ways.js";

const JOINED_AT_MOST = 90;

// All that the signed-in person has on the screen. Tells `change` when something is to be drawn anew,
// `arrived` for a message that somebody else wrote just now, `told` for a notification, `asked` for a channel that was
// clicked in one outside of the page, and `trouble` for a request that failed.
export class Chat extends EventTarget {
  #rest;
  #rooms = new Map();
  #ownTopic;
  #members = new Map();
  me;
  line;
  outbox;
  channels = null;
  others = [];
  current = null;
  loadFailed = null;
  firstUnread = null;

  constructor({ rest, session }) {
    super();
    this.#rest = rest;
    this.me = session.user;
    this.outbox = new Outbox(sessionStorage, this.me.id);
    this.line = new Line(() => session.token ?? "");
    this.line.addEventListener("state", ({ detail }) => this.#lineIs(detail));
    this.bell = new Bell(rest, this.me.id);
    this.preferences = new Preferences(rest);
    this.ways = new Ways(rest);
    this.push = new Push({ rest, userId: this.me.id, looksAt: (id) => this.#looksAt(id) });
    for (const part of [this.bell, this.preferences, this.ways, this.push]) part.addEventListener("change", () => this.#change());
    this.bell.addEventListener("told", ({ detail }) => this.#toldOf(detail));
    this.push.addEventListener("open", ({ detail }) => this.dispatchEvent(new CustomEvent("asked", { detail })));
  }

  async start() {
    this.line.connect();
    this.#ownTopic = this.line.channel(`user:${this.me.id}`, {});
    this.#ownTopic.on("message_ack", (ack) => this.#rooms.get(ack.channel_id)?.acknowledged(ack));
    this.#ownTopic.on("unread", (count) => this.#counted(count));
    this.#ownTopic.on("notification", (told) => this.bell.heard(told));
    this.#ownTopic.on("channel_added", () => this.refresh());
    this.#ownTopic.on("channel_removed", ({ channel_id }) => this.#gone(channel_id));
    this.#ownTopic.join();
    this.push.listen();
    this.#catchUp();
    await this.refresh();
  }

  // what of notifications may have changed while I was not connected
  #catchUp() {
    this.bell.load();
    this.preferences.load();
    this.push.resume().catch(() => {}); // the next time the line opens it is tried again
  }

  stop() {
    this.line.close();
    this.push.close();
  }

  get room() {
    return this.#rooms.get(this.current) ?? null;
  }

  get channel() {
    return this.channels?.find((channel) => channel.id === this.current) ?? null;
  }

  get members() {
    return this.#members.get(this.current) ?? null;
  }

  get unread() {
    return (this.channels ?? []).reduce((sum, channel) => sum + (channel.unread ?? 0), 0);
  }

  /** What I was told of and have neither looked at nor read. */
  get unseen() {
    return this.bell.unseen(this.channels);
  }

  /** Reads my channels again and joins the ones that are new. */
  async refresh() {
    try {
      const [channels, others] = await Promise.all([this.#rest.channels(), this.#rest.publicChannels()]);
      this.channels = channels.map((channel) => this.#withCounts(channel));
      this.others = others;
      this.loadFailed = null;
      for (const id of [...this.#rooms.keys()]) {
        if (!channels.some((channel) => channel.id === id)) this.#gone(id);
      }
      for (const channel of channels.slice(0, JOINED_AT_MOST)) this.#roomFor(channel);
    } catch (refusal) {
      this.loadFailed = refusal.reason ?? "network";
    }
    this.#change();
  }

  #roomFor(channel) {
    const known = this.#rooms.get(channel.id);
    if (known) return known;
    const room = new Room({
      socket: this.line,
      older: (query) => this.#rest.messages(channel.id, query),
      outbox: this.outbox,
      id: channel.id,
      cursor: channel.last_seq ?? 0,
      tell: (what, detail) => this.#told(what, detail),
    });
    this.#rooms.set(channel.id, room);
    room.join();
    return room;
  }

  show(id) {
    this.current = id;
    const channel = this.channel;
    this.firstUnread = channel?.unread ? (channel.read_seq ?? 0) + 1 : null;
    if (channel) {
      const room = this.#roomFor(channel);
      if (!room.state.messages.length) room.loadOlder();
      this.loadMembers(id);
    }
    this.#change();
  }

  async loadMembers(id) {
    const channel = await this.#rest.channel(id).catch(() => null);
    if (channel?.members) this.#members.set(id, channel.members);
    this.#change();
  }

  #told(what, detail) {
    if (what === "event") this.#event(detail);
    if (what === "joined" && detail.channel) {
      const { name, archived, role } = detail.channel;
      this.#update(detail.room.id, { name, archived, role });
    }
    this.#change();
  }

  #event({ room, event }) {
    this.#update(room.id, { last_seq: event.seq, ...this.#changed(event) });
    if (event.type.startsWith("member.") && this.#members.has(room.id)) this.loadMembers(room.id);
    if (event.type !== "message.created" || event.sender_id === this.me.id) return;
    const channel = this.channels?.find(({ id }) => id === room.id);
    const marked = (this.firstUnread ?? 0) > (channel?.read_seq ?? 0);
    if (room.id === this.current && !this.#looksAt(room.id) && !marked) this.firstUnread = event.seq;
    this.dispatchEvent(new CustomEvent("arrived", { detail: { channel, event } }));
  }

  // what an event says of the channel itself, or of my place in it
  #changed({ type, name, archived, user_id, role }) {
    if (type === "channel.renamed") return { name };
    if (type === "channel.archived") return { archived };
    return type === "member.joined" && user_id === this.me.id ? { role } : {};
  }

  #looksAt(id) {
    return id === this.current && document.visibilityState === "visible";
  }

  #counted(count) {
    const channel = this.channels?.find(({ id }) => id === count.channel_id);
    if (channel) {
      const known = counted(channel, count);
      this.#update(channel.id, known);
      if (known.unread === 0) this.push.read(channel.id);
    }
    this.#change();
  }

  #toldOf(told) {
    if (this.#looksAt(told.channel_id)) return;
    const channel = this.channels?.find(({ id }) => id === told.channel_id);
    this.dispatchEvent(new CustomEvent("told", { detail: { channel, told } }));
  }

  // a list that was asked for may come later than a count that is newer
  #withCounts(channel) {
    const { read_seq, counted_to, named } = this.channels?.find(({ id }) => id === channel.id) ?? {};
    return counted({ ...channel, read_seq, counted_to, named }, channel);
  }

  #update(id, change) {
    this.channels = this.channels?.map((channel) => (channel.id === id ? { ...channel, ...change } : channel));
  }

  /** The newest message of the channel on the screen has been seen. */
  seen() {
    const channel = this.channel;
    const room = this.room;
    if (!channel || !room || document.visibilityState !== "visible") return;
    const newest = room.state.cursor;
    if (newest <= (channel.read_seq ?? 0)) return;
    this.#update(channel.id, counted(channel, { last_seq: newest, unread: 0 }));
    room.read(newest);
    this.#change();
  }

  send(message) {
    this.room?.send(message);
  }

  edit(id, message) {
    this.room?.edit(id, message);
  }

  remove(id) {
    this.room?.remove(id);
  }

  retry(entry) {
    this.#rooms.get(entry.channel_id)?.retry(entry.client_id);
  }

  forget(entry) {
    this.outbox.remove(entry.client_id);
    this.#change();
  }

  async create(channel) {
    const { id } = await this.#rest.createChannel(channel);
    await this.refresh();
    return id;
  }

  /** Lets me into a public channel. */
  async enter(id) {
    await this.#rest.addMember(id, this.me.id);
    await this.refresh();
  }

  async addMember(userId) {
    await this.#rest.addMember(this.current, userId);
    await this.loadMembers(this.current);
  }

  async leave() {
    const id = this.current;
    await this.#rest.removeMember(id, this.me.id);
    this.#gone(id);
    await this.refresh();
  }

  #gone(id) {
    this.#rooms.get(id)?.leave();
    this.#rooms.delete(id);
    this.channels = this.channels?.filter((channel) => channel.id !== id);
    if (this.current === id) {
      this.current = null;
      this.dispatchEvent(new CustomEvent("gone", { detail: id }));
    }
    this.#change();
  }

  /** Leaves nothing of mine on this device. */
  forgetMe() {
    this.outbox.clear();
    this.bell.forget();
    if (this.push.id) this.push.turnOff().catch(() => {}); // the server finds the address gone
  }

  #lineIs(state) {
    if (state === "open" && this.channels) {
      this.refresh();
      this.#catchUp();
    }
    if (state === "lost") this.#rest.me().catch(() => {});
    this.#change();
  }

  #change() {
    this.dispatchEvent(new Event("change"));
  }
}

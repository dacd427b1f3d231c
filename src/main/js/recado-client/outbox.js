// What the person asked for and the server has not yet stored. It outlives a lost connection and a reload;
// every entry keeps its client_id for life, so that asking again can never do a thing twice.

export class Outbox {
  #storage;
  #key;
  #entries;

  constructor(storage, userId) {
    this.#storage = storage;
    this.#key = `recado.outbox.${userId}`;
    this.#entries = JSON.parse(storage.getItem(this.#key) ?? "[]").map(asBeforeSending);
  }

  get entries() {
    return this.#entries;
  }

  of(channelId) {
    return this.#entries.filter((entry) => entry.channel_id === channelId);
  }

  add(entry) {
    this.#keep([...this.#entries, { state: "sending", at: new Date().toISOString(), ...entry }]);
  }

  change(clientId, change) {
    this.#keep(this.#entries.map((entry) => (entry.client_id === clientId ? { ...entry, ...change } : entry)));
  }

  remove(clientId) {
    this.#keep(this.#entries.filter((entry) => entry.client_id !== clientId));
  }

  clear() {
    this.#entries = [];
    this.#storage.removeItem(this.#key);
  }

  /** Forgets what the channel now shows by itself. */
  settle(channelId, { cursor, messages }) {
    const shown = new Set(messages.map((message) => message.client_id).filter(Boolean));
    const done = (entry) =>
      entry.channel_id === channelId &&
      ((entry.state === "stored" && entry.seq <= cursor) || (entry.kind === "message" && shown.has(entry.client_id)));
    if (this.#entries.some(done)) this.#keep(this.#entries.filter((entry) => !done(entry)));
  }

  #keep(entries) {
    this.#entries = entries;
    this.#storage.setItem(this.#key, JSON.stringify(entries));
  }
}

// After a reload nobody knows how far an entry came, so it is sent again.
const asBeforeSending = (entry) => (entry.state === "failed" ? entry : { ...entry, state: "sending" });

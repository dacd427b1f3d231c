import { ofFrame, readAgain, unseen, withOne } from "./told.js";

const PAGE = 20;

// What I was told of while I did not look. Tells `change`, and `told` for a notification that came just now.
export class Bell extends EventTarget {
  #rest;
  #key;
  items = [];
  next = null;
  loaded = false;
  failed = null;

  constructor(rest, userId) {
    super();
    this.#rest = rest;
    this.#key = `recado.bell.${userId}`;
  }

  /** Reads the newest ones again. */
  load = () => this.#read({ limit: PAGE }, (page) => readAgain(this.items, page));

  /** Reads the ones before those at hand. */
  more = () => this.#read({ limit: PAGE, before: this.next }, (page) => [...this.items, ...page]);

  async #read(query, together) {
    this.failed = null;
    try {
      const { items, next } = await this.#rest.notifications(query);
      this.items = together(items);
      this.next = next;
      this.loaded = true;
    } catch (refusal) {
      this.failed = refusal.reason ?? "network";
    }
    this.#change();
  }

  /** Takes the frame `notification`; the same one may come again. */
  heard(frame) {
    if (this.items.some(({ id, state }) => id === frame.id && state === "sent")) return;
    this.items = withOne(this.items, ofFrame(frame));
    this.dispatchEvent(new CustomEvent("told", { detail: frame }));
    this.#change();
  }

  unseen(channels) {
    return unseen(this.items, this.#seen, channels);
  }

  /** All that is here has been looked at. */
  look() {
    if (!this.items.length || Number(this.items[0].id) <= this.#seen) return;
    localStorage.setItem(this.#key, this.items[0].id);
    this.#change();
  }

  forget() {
    localStorage.removeItem(this.#key);
  }

  get #seen() {
    return Number(localStorage.getItem(this.#key) ?? 0);
  }

  #change() {
    this.dispatchEvent(new Event("change"));
  }
}

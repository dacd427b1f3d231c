import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { FollowChat, Part } from "./part.js";
import { down } from "./icons.js";
import { messageRow } from "./message.js";
import { rows } from "./rows.js";
import { day, reason, sameDay, t } from "../i18n.js";

const NEAR_TOP = 400;
const NEAR_BOTTOM = 60;

// The messages of the channel on the screen. Keeps the reader's place when earlier ones are put above,
// follows the newest while the reader is at the bottom, and says so with a button when not.
export class RecadoMessages extends Part {
  static properties = { chat: { attribute: false }, editing: { state: true }, behind: { state: true } };

  #shown = null;
  #atBottom = true;
  #before = null;
  #items = [];

  constructor() {
    super();
    new FollowChat(this);
    this.behind = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#look);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#look);
  }

  get #scroller() {
    return this.querySelector(".scroller");
  }

  shouldUpdate() {
    return this.chat.room !== null;
  }

  willUpdate() {
    const { chat } = this;
    const items = rows({
      state: chat.room.state,
      entries: chat.outbox.of(chat.current),
      me: chat.me.id,
      firstUnread: chat.firstUnread,
      offline: chat.line.state !== "open",
      sameDay,
    });
    const scroller = this.#scroller;
    this.#before = scroller && { height: scroller.scrollHeight, top: scroller.scrollTop, first: this.#items[0]?.key };
    const mine = items.length > this.#items.length && items.at(-1)?.pending?.state === "sending";
    if (mine) this.#atBottom = true;
    if (this.#shown === chat.current && !this.#atBottom) this.behind += newer(this.#items, items);
    this.#items = items;
  }

  render() {
    const { chat } = this;
    const { room, channel } = chat;
    const name = channel?.name ?? chat.current;
    return html`<div class="scroller" id="messages" role="region" aria-label=${t("messages", { name })} tabindex="0"
        aria-describedby="message-keys" @scroll=${this.#scrolled} @keydown=${this.#key} @focusin=${this.#focused}>
      <p id="message-keys" class="sr-only">${t("messages.keys")}</p>
      <div class="top">${this.#top(room, name)}</div>
      <ol class="messages">
        ${repeat(this.#items, (item) => item.key, (item) => this.#row(item))}
      </ol>
    </div>
    ${this.#atBottom || this.editing ? nothing : html`<button class="jump" @click=${this.toBottom}>${down}${t("history.jump", { n: this.behind })}</button>`}`;
  }

  #top(room, name) {
    if (room.refusal) return html`<p class="empty" role="alert"><strong>${t("channel.refused")}</strong>${reason(room.refusal)}</p>`;
    if (room.loading) return html`<p class="loading" role="status"><span class="spinner"></span>${t("history.loading")}</p>`;
    if (room.failedToLoad) {
      return html`<p class="loading" role="alert">${t("history.failed")} <button @click=${() => room.loadOlder()}>${t("retry")}</button></p>`;
    }
    if (room.state.olderExist) return html`<p class="loading"><button class="quiet" @click=${() => room.loadOlder()}>${t("history.more")}</button></p>`;
    if (!this.#items.length) return html`<p class="empty"><strong>${t("channel.empty")}</strong>${t("channel.empty.hint")}</p>`;
    return html`<p class="beginning">${t("channel.beginning", { name })}</p>`;
  }

  #row(item) {
    return html`${item.newDay ? html`<li class="rule day"><span>${day(item.message.timestamp)}</span></li>` : nothing}
      ${item.unread ? html`<li class="rule new"><span>${t("history.unread")}</span></li>` : nothing}
      ${messageRow(item, this.#on, this.editing === item.key ? this.#editor(item) : null)}`;
  }

  #editor({ message }) {
    return html`<recado-write editing .label=${t("edit.label")} .hint=${t("edit.hint")} .value=${message.message ?? ""}
      @written=${({ detail }) => this.#edited(message, detail)} @given-up=${() => this.#leaveEditor()}></recado-write>`;
  }

  #edited(message, text) {
    if (text !== message.message) this.chat.edit(message.id, text);
    this.#leaveEditor();
  }

  #leaveEditor() {
    this.editing = null;
    this.say("to-write");
  }

  #on = {
    retry: (entry) => this.chat.retry(entry),
    forget: (entry) => this.chat.forget(entry),
    edit: (item) => (this.editing = item.key),
    remove: (item) => this.say("delete-message", item.message),
  };

  /** Opens the newest message of one's own for editing. */
  editLast() {
    this.editing = this.#items.findLast((item) => item.editable)?.key ?? null;
  }

  updated() {
    const scroller = this.#scroller;
    const { current, room } = this.chat;
    if (this.#shown !== current) {
      this.editing = null;
      this.#atBottom = true;
      this.behind = 0;
      if (this.#items.length) {
        this.#shown = current;
        const mark = this.querySelector(".rule.new");
        scroller.scrollTop = mark ? mark.offsetTop - 80 : scroller.scrollHeight;
        this.#measure();
      }
    } else if (this.#before && this.#before.first !== this.#items[0]?.key && !this.#atBottom) {
      scroller.scrollTop = this.#before.top + scroller.scrollHeight - this.#before.height;
    } else if (this.#atBottom) {
      scroller.scrollTop = scroller.scrollHeight;
    }
    this.#look();
    if (scroller.scrollTop < NEAR_TOP && !room.failedToLoad) queueMicrotask(() => room.loadOlder());
  }

  toBottom = () => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: calm ? "auto" : "smooth" });
  };

  #measure() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const atBottom = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
    if (atBottom === this.#atBottom) return;
    this.#atBottom = atBottom;
    if (atBottom) this.behind = 0;
    this.requestUpdate();
  }

  #scrolled = () => {
    this.#measure();
    this.#look();
    const { room } = this.chat;
    if (room && this.#scroller.scrollTop < NEAR_TOP && !room.failedToLoad) room.loadOlder();
  };

  #look = () => {
    if (this.#atBottom && this.#items.length) this.chat.seen();
  };

  #focused = ({ target }) => {
    for (const row of this.querySelectorAll(".message")) row.classList.toggle("active", row === target.closest(".message"));
  };

  #key = (event) => {
    if (event.target.closest("textarea")) return;
    const all = [...this.querySelectorAll(".message")];
    const at = all.indexOf(event.target.closest(".message"));
    const to = { ArrowUp: at < 0 ? all.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    const item = this.#items[at];
    if (to !== undefined && all[to]) {
      all[to].focus();
      all[to].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape") this.say("to-write");
    else if (item?.editable && event.key.toLowerCase() === "e" && !event.ctrlKey && !event.metaKey) this.#on.edit(item);
    else if (item?.editable && event.key === "Delete") this.#on.remove(item);
    else return;
    event.preventDefault();
  };
}

function newer(before, now) {
  const known = new Set(before.map(({ key }) => key));
  let count = 0;
  for (let at = now.length - 1; at >= 0 && !known.has(now[at].key); at--) if (!now[at].own) count++;
  return before.length ? count : 0;
}

customElements.define("recado-messages", RecadoMessages);

import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { FollowChat, Part } from "./part.js";
import { avatar } from "./faces.js";
import { aboutWords, stateWords } from "../told.js";
import { instant, moment, reason, t } from "../i18n.js";

// values that are keys of words themselves
const said = ([key, { why, way, ...values }]) => t(key, { ...values, why: why && t(why), way: way && t(way) });

// What I was told of and what not, and why, newest first; each leads to its channel.
export class RecadoNotificationList extends Part {
  static properties = { chat: { attribute: false } };

  #fresh = new Set();

  constructor() {
    super();
    new FollowChat(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.chat.bell.load();
  }

  willUpdate() {
    for (const { id } of this.chat.unseen) this.#fresh.add(id);
  }

  // what is shown has been looked at; it stays marked for as long as the list is open
  updated() {
    if (this.isConnected) this.chat.bell.look();
  }

  render() {
    const { bell } = this.chat;
    return html`${bell.failed
        ? html`<p class="error" role="alert">${reason(bell.failed)} <button @click=${bell.load}>${t("retry")}</button></p>`
        : nothing}
      ${bell.loaded && !bell.items.length ? html`<p class="empty">${t("bell.none")}</p>` : nothing}
      <ul class="notifications">
        ${repeat(bell.items, ({ id }) => id, (item) => this.#row(item))}
      </ul>
      ${bell.next ? html`<button class="more" @click=${this.#more}>${t("bell.more")}</button>` : nothing}`;
  }

  #row(item) {
    const channel = this.chat.channels?.find(({ id }) => id === item.channel_id);
    const about = aboutWords(item, { kind: channel?.kind, name: channel?.name ?? item.channel_id });
    const fresh = this.#fresh.has(item.id);
    return html`<li>
      <button class="notification ${fresh ? "fresh" : ""} ${item.state}" data-id=${item.id} ?disabled=${!channel} @click=${() => this.say("show-channel", item.channel_id)}>
        ${avatar(item.sender_id)}
        <span class="about">${t(...about)}${fresh ? html` <span class="sr-only">${t("bell.new")}</span>` : nothing}</span>
        <time datetime=${item.planned_at} title=${moment(item.planned_at)}>${instant(item.planned_at)}</time>
        <span class="states">${stateWords(item).map((words) => html`<small>${said(words)}</small>`)}</span>
      </button>
    </li>`;
  }

  #more = async () => {
    const before = this.chat.bell.items.length;
    await this.chat.bell.more();
    await this.updateComplete;
    this.querySelectorAll(".notification")[before]?.focus();
  };
}

customElements.define("recado-notification-list", RecadoNotificationList);

import { html, nothing } from "lit";
import { Part } from "../parts/part.js";
import "../parts/dialog.js";
import { Paged } from "./pages.js";
import { why } from "./refusal.js";
import { table } from "./table.js";
import { number, t, stamp as at } from "../i18n.js";

const MOST_COUNTED = 1000;
const lastHour = (count) => (count < MOST_COUNTED ? number(count) : t("directory.many", { n: number(MOST_COUNTED) }));
const kept = (days) => (days === null ? t("directory.kept.usual") : t("directory.kept.days", { n: number(days) }));

// All channels, those in which something was said last first.
class RecadoAllChannels extends Paged {
  static properties = { open: { state: true } };

  heading = t("directory.title");
  fields = ["prefix"];
  heads = ["name", "kind", "members", "seq", "last", "hour", "kept"].map((name) => t(`directory.${name}`)).concat("");
  read = (query) => this.rest.allChannels(query);

  constructor() {
    super();
    this.open = null;
  }

  row = (one) => [
    html`${one.name}<br /><small>${one.id}</small>`,
    [t(`directory.${one.kind}`), one.archived_at && t("directory.archived")].filter(Boolean).join(", "),
    number(one.members),
    number(one.last_seq),
    at(one.last_message_at),
    lastHour(one.last_hour),
    kept(one.retention_days),
    html`<button class="quiet" aria-label=${t("directory.open", { name: one.name })} @click=${() => (this.open = one)}>${t("dead.open")}</button>`,
  ];

  render() {
    return html`${super.render()}
    ${this.open
      ? html`<recado-dialog
          panel
          .heading=${this.open.name}
          .content=${html`<recado-channel-members .rest=${this.rest} .channel=${this.open}></recado-channel-members>`}
          @dismiss=${() => (this.open = null)}
        ></recado-dialog>`
      : nothing}`;
  }
}

// One channel and who is in it.
class RecadoChannelMembers extends Part {
  static properties = {
    rest: { attribute: false },
    channel: { attribute: false },
    members: { state: true },
    next: { state: true },
    error: { state: true },
  };

  constructor() {
    super();
    this.members = [];
    this.next = this.error = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#look();
  }

  async #look(after) {
    try {
      const { items, next } = await this.rest.allMembers(this.channel.id, after && { after });
      this.members = after ? [...this.members, ...items] : items;
      this.next = next;
      this.error = null;
    } catch (refusal) {
      this.error = why(refusal);
    }
  }

  render() {
    const { id, created_at, members, retention_days } = this.channel;
    return html`<dl class="facts">
        <dt>${t("dead.id")}</dt><dd><code>${id}</code></dd>
        <dt>${t("directory.made")}</dt><dd>${at(created_at)}</dd>
        <dt>${t("directory.kept")}</dt><dd>${kept(retention_days)}</dd>
        <dt>${t("directory.members")}</dt><dd>${number(members)}</dd>
      </dl>
      <p class="error" role="alert">${this.error ?? nothing}</p>
      ${this.error ? html`<button class="quiet" @click=${() => this.#look()}>${t("ops.again")}</button>` : nothing}
      ${table([t("ops.field.user"), t("directory.role"), t("directory.unread")], this.members.map(this.#row))}
      ${this.next ? html`<button class="quiet" @click=${() => this.#look(this.next)}>${t("ops.more")}</button>` : nothing}`;
  }

  #row = ({ user_id, role, read_seq }) => [
    html`<a href="#/people/${encodeURIComponent(user_id)}">${user_id}</a>`,
    t(`directory.role.${role}`),
    number(Math.max(0, this.channel.last_seq - read_seq)),
  ];
}

customElements.define("recado-all-channels", RecadoAllChannels);
customElements.define("recado-channel-members", RecadoChannelMembers);

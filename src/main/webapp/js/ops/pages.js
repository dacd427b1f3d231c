import { html, nothing } from "lit";
import { Part } from "../parts/part.js";
import { table } from "./table.js";
import { number, reason, t, words, language, stamp as at } from "../i18n.js";

const named = (prefix, name) => (`${prefix}.${name}` in words[language] ? t(`${prefix}.${name}`) : name);

// A list of the server's that is narrowed by a few fields and read page by page.
class Paged extends Part {
  static properties = { rest: { attribute: false }, items: { state: true }, next: { state: true }, error: { state: true } };

  #query = {};

  constructor() {
    super();
    this.items = null;
    this.next = this.error = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.look();
  }

  async look(before) {
    try {
      const { items, next } = await this.read({ ...this.#query, ...(before && { before }) });
      this.items = before ? [...this.items, ...items] : items;
      this.next = next;
      this.error = null;
    } catch (refusal) {
      this.error = reason(refusal.reason);
    }
  }

  render() {
    return html`<section class="card wide" aria-label=${this.heading}>
      <h2>${this.heading}</h2>
      <form class="filters" @submit=${this.#filter}>
        ${this.fields.map((name) => html`<label>${t(`ops.field.${name}`)} <input name=${name} autocomplete="off" autocapitalize="none" spellcheck="false" /></label>`)}
        <button>${t("ops.find")}</button>
      </form>
      <p class="error" role="alert">${this.error ?? nothing}</p>
      ${this.items?.length
        ? table(this.heads, this.items.map(this.row))
        : html`<p class="no-data">${t(this.items ? "ops.nothing.found" : "ops.loading")}</p>`}
      ${this.next ? html`<button class="quiet" @click=${() => this.look(this.next)}>${t("ops.more")}</button>` : nothing}
    </section>`;
  }

  #filter = (event) => {
    event.preventDefault();
    const asked = [...new FormData(event.target)].map(([name, value]) => [name, value.trim()]);
    this.#query = Object.fromEntries(asked.filter(([, value]) => value));
    this.look();
  };
}

// Who was told of what, who not, and why.
class RecadoOutbox extends Paged {
  heading = t("outbox.title");
  fields = ["user", "channel", "message", "state", "reason"];
  heads = [t("ops.field.at"), t("ops.field.user"), t("ops.field.channel"), t("outbox.messages"), t("ops.state"), t("outbox.ways")];
  read = (query) => this.rest.outbox(query);

  row = (one) => [
    at(one.planned_at),
    one.user_id,
    one.channel_id,
    one.seq === one.last_seq ? number(one.seq) : `${number(one.seq)}–${number(one.last_seq)}`,
    [named("outbox", one.state), one.reason && named("outbox", one.reason)].filter(Boolean).join(": "),
    one.deliveries.length ? one.deliveries.map(this.#way) : "–",
  ];

  #way = (one) => html`<div title=${one.answer ?? ""}>${one.way}: ${named("outbox", one.state)}
    ${one.reason ? html`(${named("outbox", one.reason)})` : nothing} ${one.attempts > 1 ? html`<small>×${number(one.attempts)}</small>` : nothing}</div>`;
}

// Who did what, when and from where.
class RecadoRecord extends Paged {
  heading = t("record.title");
  fields = ["actor", "action", "subject"];
  heads = [t("ops.field.at"), t("ops.field.actor"), t("ops.field.action"), t("ops.field.subject"), t("record.result"), t("record.from")];
  read = (query) => this.rest.record(query);

  row = (one) => [
    at(one.at),
    one.actor ?? "–",
    html`<code>${one.action}</code>`,
    [one.subject, one.target].filter(Boolean).join(" · "),
    one.times > 1 ? `${one.result} ×${number(one.times)}` : one.result,
    one.address ?? "–",
  ];
}

customElements.define("recado-outbox", RecadoOutbox);
customElements.define("recado-record", RecadoRecord);

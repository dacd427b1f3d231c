import { html, nothing } from "lit";
import { Part } from "../parts/part.js";
import { table } from "./table.js";
import { Regularly } from "./regularly.js";
import { passes, why } from "./refusal.js";
import { number, t, words, language, stamp as at } from "../i18n.js";

const RETRY_MS = 5000;

const named = (prefix, name) => (`${prefix}.${name}` in words[language] ? t(`${prefix}.${name}`) : name);

// A list of the server's that is narrowed by a few fields and read page by page. What could not be read is tried again.
export class Paged extends Part {
  static properties = { rest: { attribute: false }, items: { state: true }, next: { state: true }, error: { state: true } };

  #query = {};
  #due = true;
  #before;
  #looks = 0;

  constructor() {
    super();
    new Regularly(this, RETRY_MS, async () => this.#due && (await this.look(this.#before)));
    this.items = null;
    this.next = this.error = null;
  }

  async look(before) {
    const turn = ++this.#looks;
    this.#before = before;
    try {
      const { items, next } = await this.read({ ...this.#query, ...(before && { before }) });
      // what was asked for before something else was
      if (turn !== this.#looks) return;
      this.items = before ? [...this.items, ...items] : items;
      this.next = next;
      this.error = null;
      this.#due = false;
    } catch (refusal) {
      if (turn !== this.#looks) return;
      this.error = why(refusal);
      this.#due = passes(refusal);
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
        : html`<p class="no-data">${this.#empty()}</p>`}
      ${this.next ? html`<button class="quiet" @click=${() => this.look(this.next)}>${t("ops.more")}</button>` : nothing}
    </section>`;
  }

  #empty() {
    if (this.items) return t("ops.nothing.found");
    return t(this.error ? (this.#due ? "ops.trying" : "ops.nothing.found") : "ops.loading");
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

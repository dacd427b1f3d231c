import { html, nothing } from "lit";
import { Part } from "../parts/part.js";
import "../parts/dialog.js";
import { Regularly } from "./regularly.js";
import { passes, why } from "./refusal.js";
import { table } from "./table.js";
import { warning } from "../parts/icons.js";
import { locale, number, t, stamp as at } from "../i18n.js";

const EVERY_MS = 5000;
const NODES = new Intl.ListFormat(locale);
const named = () => {
  const [, , name = ""] = location.hash.split("/");
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

// Where someone is connected, on all nodes, and the way to close it; asked again every five seconds.
class RecadoPeople extends Part {
  static properties = {
    rest: { attribute: false },
    user: { state: true },
    found: { state: true },
    asked: { state: true },
    busy: { state: true },
    notice: { state: true },
    error: { state: true },
  };

  #again = new Regularly(this, EVERY_MS, () => this.#look());
  #settled = false;

  constructor() {
    super();
    this.user = named();
    this.found = this.asked = this.notice = this.error = null;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("hashchange", this.#turn);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.#turn);
  }

  #turn = () => this.#of(named());

  #of(user) {
    this.user = user;
    this.found = this.notice = this.error = null;
    this.#settled = false;
    return this.#again.now();
  }

  async #look() {
    const { user } = this;
    // what nobody has, or no id, stays so until another is asked for
    if (!user || this.#settled) return;
    try {
      const found = await this.rest.connections(user);
      if (user !== this.user) return;
      this.found = found;
      this.error = null;
    } catch (refusal) {
      if (user !== this.user) return;
      this.error = why(refusal);
      this.#settled = !passes(refusal);
    }
  }

  render() {
    return html`<section class="card wide" aria-label=${t("people.title")}>
        <h2>${t("people.title")}</h2>
        <form class="filters" @submit=${this.#ask}>
          <label>${t("people.user")}
            <input name="user" .value=${this.user} required maxlength="64" autocomplete="off" autocapitalize="none" spellcheck="false" />
          </label>
          <button>${t("ops.find")}</button>
        </form>
        <p class="error" role="alert">${this.error ?? nothing}</p>
        <p role="status">${this.notice ?? nothing}</p>
        ${this.found ? this.#list(this.found) : this.#none()}
      </section>
      ${this.asked ? this.#closing(this.asked) : nothing}`;
  }

  #none() {
    if (this.error) return nothing;
    return html`<p class="no-data">${t(this.user ? "ops.loading" : "people.hint")}</p>`;
  }

  #list({ items, count, silent }) {
    const heads = ["node", "by", "since", "topics", "address", "received", "sent"].map((name) => t(`people.${name}`)).concat("");
    return html`${silent.length ? html`<p class="stale" role="alert">${warning}${t("people.silent", { nodes: NODES.format(silent) })}</p>` : nothing}
      ${items.length ? table(heads, items.map(this.#row)) : html`<p class="no-data">${t("people.none")}</p>`}
      ${count > items.length ? html`<p>${t("people.more", { n: number(count - items.length) })}</p>` : nothing}
      ${count
        ? html`<div class="buttons start">
            <button class="danger" @click=${() => (this.asked = { all: true, has_session: true })}>${t("people.close.all", { n: number(count) })}</button>
          </div>`
        : nothing}`;
  }

  #row = (one) => [
    one.node,
    t(`people.${one.transport}`),
    at(one.since),
    one.topics.length > 3 ? html`<span title=${one.topics.join("\n")}>${t("people.topics.many", { n: number(one.topics.length) })}</span>` : one.topics.join(", ") || "–",
    one.address,
    number(one.received),
    number(one.sent),
    html`<button class="quiet" aria-label=${t("people.close.one", { at: at(one.since) })} @click=${() => (this.asked = one)}>${t("people.close")}</button>`,
  ];

  #closing(one) {
    const form = html`<form class="stack" @submit=${this.#close}>
      <p>${t("people.close.text")}</p>
      ${one.has_session ? html`<label class="choice"><input type="checkbox" name="out" />${t(one.all ? "people.out.all" : "people.out")}</label>` : nothing}
      <p class="error" role="alert">${this.error ?? nothing}</p>
      <div class="buttons">
        <button type="button" class="quiet" data-first @click=${() => this.querySelector("recado-dialog").close()}>${t("cancel")}</button>
        <button class="danger" ?disabled=${this.busy}>${t("people.close")}</button>
      </div>
    </form>`;
    const heading = one.all ? t("people.close.all.title", { user: this.user }) : t("people.close.title");
    return html`<recado-dialog .heading=${heading} .content=${form} @dismiss=${() => (this.asked = null)}></recado-dialog>`;
  }

  #ask = (event) => {
    event.preventDefault();
    const user = new FormData(event.target).get("user").trim();
    if (user === named()) return this.#of(user);
    location.hash = `#/people/${encodeURIComponent(user)}`;
  };

  #close = async (event) => {
    event.preventDefault();
    const out = new FormData(event.target).has("out");
    this.busy = true;
    this.error = null;
    try {
      const { closed, silent } = await this.rest.closeConnections(this.user, this.asked.connection, out);
      this.asked = null;
      this.notice = t("people.closed", { n: number(closed) });
      if (silent.length) this.notice += ` ${t("people.silent", { nodes: NODES.format(silent) })}`;
      await this.#again.now();
    } catch (refusal) {
      this.error = why(refusal);
    }
    this.busy = false;
  };
}

customElements.define("recado-people", RecadoPeople);

import { html, nothing } from "lit";
import { Part } from "../parts/part.js";
import "../parts/sign-in.js";
import { STORES } from "./board.js";
import "./channels.js";
import "./dead-letters.js";
import "./pages.js";
import "./partitions.js";
import "./people.js";
import "./timeline.js";
import { door, logo, warning } from "../parts/icons.js";
import { withFlow } from "./flow.js";
import { Regularly } from "./regularly.js";
import { Rest } from "../rest.js";
import { Session } from "../session.js";
import { language, reason, t } from "../i18n.js";

const EVERY_MS = 2000;
const PAGES = ["overview", "messages", "dead-letters", "channels", "people", "notifications", "record"];
const shown = () => PAGES.find((page) => location.hash.split("/")[1] === page) ?? PAGES[0];

document.documentElement.lang = language;
document.title = `Recado · ${t("ops.title")}`;

// The ops page: asks the server for its figures every two seconds, for who may see them.
class RecadoOpsApp extends Part {
  static properties = {
    flows: { state: true },
    denied: { state: true },
    stale: { state: true },
    notice: { state: true },
    page: { state: true },
  };

  #session = new Session();
  #rest = new Rest(this.#session, () => this.#ended());
  #again = new Regularly(this, EVERY_MS, () => this.#ask());

  constructor() {
    super();
    this.page = shown();
    this.#reset();
  }

  #turn = () => (this.page = shown());

  #reset() {
    this.flows = { last: null, points: [] };
    this.denied = this.stale = this.notice = null;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("hashchange", this.#turn);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.#turn);
  }

  async #ask() {
    if (!this.#session.user || this.denied) return;
    try {
      this.flows = withFlow(this.flows, await this.#rest.flow());
      this.stale = null;
    } catch (refusal) {
      this.denied = refusal.status === 403;
      this.stale = refusal.reason ?? "network";
    }
  }

  render() {
    if (!this.#session.user) {
      return html`<recado-sign-in .rest=${this.#rest} .notice=${this.notice} @signed-in=${this.#signedIn}></recado-sign-in>`;
    }
    if (this.denied) return this.#deniedPage();
    return html`<div class="ops">
      <header class="ops-head">
        <a class="brand" href="../" aria-label="Recado">${logo}<span>Recado</span></a>
        <h1>${t("ops.title")}</h1>
        <nav>
          <a class="button quiet" href="../">${t("ops.chat")}</a>
          <button class="quiet" @click=${this.#leave} title=${t("signout")} aria-label=${t("signout")}>${door}</button>
        </nav>
      </header>
      <nav class="tabs" aria-label=${t("ops.pages")}>
        ${PAGES.map((page) => html`<a href="#/${page}" aria-current=${page === this.page ? "page" : nothing}>${t(`ops.page.${page}`)}</a>`)}
      </nav>
      ${this.#trouble()}
      <main>${this.#shown()}</main>
    </div>`;
  }

  // on every page; the first one shows the stores themselves
  #trouble() {
    if (this.page === PAGES[0]) return nothing;
    const down = Object.entries(this.flows.last?.stores ?? {}).filter(([, { state }]) => state !== "up");
    const parts = down.map(([name]) => STORES[name] ?? name).join(", ");
    const text = this.stale ? reason(this.stale) : parts && t("ops.down", { parts });
    return text ? html`<p class="stale trouble" role="alert">${warning}${text}</p>` : nothing;
  }

  #shown() {
    if (this.page === "messages") return html`<recado-timeline .rest=${this.#rest}></recado-timeline>`;
    if (this.page === "dead-letters") return html`<recado-dead-letters .rest=${this.#rest}></recado-dead-letters>`;
    if (this.page === "channels") return html`<recado-all-channels .rest=${this.#rest}></recado-all-channels>`;
    if (this.page === "people") return html`<recado-people .rest=${this.#rest}></recado-people>`;
    if (this.page === "notifications") return html`<recado-outbox .rest=${this.#rest}></recado-outbox>`;
    if (this.page === "record") return html`<recado-record .rest=${this.#rest}></recado-record>`;
    return this.flows.last
      ? html`<recado-board .flows=${this.flows} .stale=${this.stale}></recado-board>
          <recado-partitions .rest=${this.#rest}></recado-partitions>`
      : html`<p class="waiting" role="status">${this.stale ? reason(this.stale) : t("ops.waiting")}</p>`;
  }

  #deniedPage() {
    return html`<main class="signin">
      <div class="signin-card denied">
        <div class="brand">${logo}<span>Recado</span></div>
        <h1>${warning}${t("ops.denied")}</h1>
        <p>${t("ops.denied.text", { who: this.#session.user.id })}</p>
        <button class="primary" @click=${this.#leave}>${t("ops.other")}</button>
        <a class="button quiet" href="../">${t("ops.chat")}</a>
      </div>
    </main>`;
  }

  #signedIn = ({ detail: { answer, remember } }) => {
    this.#session.begin(answer, remember);
    this.#reset();
    this.#again.now();
  };

  #leave = () => {
    const told = this.#rest.signOut();
    this.#reset();
    this.requestUpdate();
    told.catch(() => (this.notice = t("signout.untold")));
  };

  #ended() {
    this.#session.end();
    this.notice = t("signin.ended");
  }
}

customElements.define("recado-ops-app", RecadoOpsApp);

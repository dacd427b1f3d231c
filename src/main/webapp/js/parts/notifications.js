import { html } from "lit";
import { FollowChat, Part } from "./part.js";
import "./dialog.js";
import "./notification-list.js";
import "./wishes.js";
import "./ways.js";
import { t } from "../i18n.js";

const TABS = ["list", "settings"];

// The panel behind the bell: what I was told of, and what I want to be told.
export class RecadoNotifications extends Part {
  static properties = { chat: { attribute: false }, tab: { state: true } };

  constructor() {
    super();
    new FollowChat(this);
    this.tab = "list";
  }

  connectedCallback() {
    super.connectedCallback();
    this.chat.preferences.load();
    this.chat.ways.load();
  }

  render() {
    return html`<recado-dialog panel .heading=${t("bell.title")} .content=${this.#content()}></recado-dialog>`;
  }

  #content() {
    return html`<div class="tabs" role="tablist" aria-label=${t("bell.title")} @keydown=${this.#arrows}>
        ${TABS.map((tab) => this.#tab(tab, tab === this.tab))}
      </div>
      <div class="tab-body" id="tab-body" role="tabpanel" aria-labelledby="tab-${this.tab}">
        ${this.tab === "list"
          ? html`<recado-notification-list .chat=${this.chat} @show-channel=${this.#leave}></recado-notification-list>`
          : html`<recado-wishes .chat=${this.chat}></recado-wishes>
              <recado-ways .chat=${this.chat}></recado-ways>`}
      </div>`;
  }

  #tab(tab, chosen) {
    return html`<button role="tab" id="tab-${tab}" aria-selected=${chosen} aria-controls="tab-body" tabindex=${chosen ? 0 : -1}
      ?data-first=${chosen} @click=${() => (this.tab = tab)}>${t(`bell.tab.${tab}`)}</button>`;
  }

  #leave = () => this.querySelector("recado-dialog").close();

  #arrows = async (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.tab = TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length];
    await this.updateComplete;
    await this.querySelector("recado-dialog").updateComplete;
    this.querySelector(`#tab-${this.tab}`).focus();
  };
}

customElements.define("recado-notifications", RecadoNotifications);

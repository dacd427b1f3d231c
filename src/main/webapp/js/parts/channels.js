import { html, nothing } from "lit";
import { FollowChat, Part } from "./part.js";
import { door, gauge, kindIcon, logo, plus } from "./icons.js";
import { avatar } from "./faces.js";
import { number, reason, t } from "../i18n.js";

// The column of my channels: where I am, what is unread, who I am.
export class RecadoChannels extends Part {
  static properties = { chat: { attribute: false } };

  constructor() {
    super();
    new FollowChat(this);
  }

  render() {
    const { chat } = this;
    const operator = chat.me.roles?.includes("operator") ?? false;
    return html`<nav class="side" aria-label=${t("channels")}>
      <header class="side-head"><a class="brand" href="#/">${logo}<span>Recado</span></a></header>
      <div class="side-title">
        <h2>${t("channels")}</h2>
        <button class="quiet" @click=${() => this.say("new-channel")} title=${t("channels.new")} aria-label=${t("channels.new")}>
          ${plus}
        </button>
      </div>
      ${this.#list(chat)}
      <footer class="side-foot">
        ${avatar(chat.me.id)}
        <div class="side-me">
          <strong>${chat.me.name ?? chat.me.id}</strong>
          <span class="line-state ${chat.line.state}">${t(LINE[chat.line.state])}</span>
        </div>
        ${operator ? html`<a class="quiet button" href="/ops/" title=${t("ops.link")} aria-label=${t("ops.link")}>${gauge}</a>` : nothing}
        <button class="quiet" @click=${() => this.say("sign-out")} title=${t("signout")} aria-label=${t("signout")}>${door}</button>
      </footer>
    </nav>`;
  }

  #list({ channels, loadFailed, current }) {
    if (!channels && loadFailed) {
      return html`<div class="side-note" role="alert">
        <p>${reason(loadFailed)}</p>
        <button @click=${() => this.chat.refresh()}>${t("retry")}</button>
      </div>`;
    }
    if (!channels) return html`<p class="side-note">${t("channels.loading")}</p>`;
    if (!channels.length) return html`<p class="side-note">${t("channels.none")}</p>`;
    return html`<ul class="channels" @keydown=${this.#arrows}>
      ${channels.map((channel) => this.#row(channel, channel.id === current))}
    </ul>`;
  }

  #row({ id, name, kind, unread }, current) {
    const marked = unread > 0 && !current;
    return html`<li>
      <a class="channel ${marked ? "unread" : ""}" href="#/c/${encodeURIComponent(id)}" aria-current=${current ? "page" : nothing}>
        ${kindIcon(kind)}<span class="channel-name">${name ?? id}</span>
        ${marked
          ? html`<span class="badge" aria-hidden="true">${unread > 99 ? "99+" : number(unread)}</span>
              <span class="sr-only">${t("channels.unread", { n: unread })}</span>`
          : nothing}
      </a>
    </li>`;
  }

  #arrows = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const links = [...this.querySelectorAll("a.channel")];
    const next = links[links.indexOf(document.activeElement) + step];
    if (next) {
      next.focus();
      event.preventDefault();
    }
  };
}

const LINE = { open: "line.ok", lost: "line.lost.short", connecting: "line.connecting" };

customElements.define("recado-channels", RecadoChannels);

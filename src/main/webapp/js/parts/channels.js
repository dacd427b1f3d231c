import { html, nothing } from "lit";
import { FollowChat, Part } from "./part.js";
import { bellOff, door, gauge, kindIcon, logo, plus } from "./icons.js";
import { bellButton } from "./bell-button.js";
import { avatar } from "./faces.js";
import { isMuted } from "../muting.js";
import { count, reason, t } from "../i18n.js";

// The column of my channels: where I am, what is unread, who I am.
export class RecadoChannels extends Part {
  static properties = { chat: { attribute: false }, error: { state: true } };

  constructor() {
    super();
    new FollowChat(this);
  }

  render() {
    const { chat } = this;
    const operator = chat.me.roles?.includes("operator") ?? false;
    return html`<nav class="side" aria-label=${t("channels")}>
      <header class="side-head"><a class="brand" href="#/">${logo}<span>Recado</span></a>${bellButton(this, chat)}</header>
      <div class="side-title">
        <h2>${t("channels")}</h2>
        <button class="quiet" @click=${() => this.say("new-channel")} title=${t("channels.new")} aria-label=${t("channels.new")}>
          ${plus}
        </button>
      </div>
      <div class="side-lists">${this.#list(chat)} ${this.#others(chat)}</div>
      <footer class="side-foot">
        ${avatar(chat.me.id)}
        <div class="side-me">
          <strong>${chat.me.name ?? chat.me.id}</strong>
          <span class="line-state ${chat.line.state}">${t(LINE[chat.line.state])}</span>
        </div>
        ${operator ? html`<a class="quiet button" href="ops/" title=${t("ops.link")} aria-label=${t("ops.link")}>${gauge}</a>` : nothing}
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

  #others({ channels, others }) {
    if (!channels || !others.length) return nothing;
    return html`<h2 id="others-title">${t("channels.others")}</h2>
      <ul class="channels" aria-labelledby="others-title">
        ${others.map(
          ({ id, name }) => html`<li class="channel other">
            ${kindIcon("public")}<span class="channel-name">${name ?? id}</span>
            <button class="quiet" aria-label=${t("channels.enter.label", { name: name ?? id })} @click=${() => this.#enter(id)}>${t("channels.enter")}</button>
          </li>`,
        )}
      </ul>
      <p class="error side-note" role="alert">${this.error ?? nothing}</p>`;
  }

  async #enter(id) {
    this.error = null;
    try {
      await this.chat.enter(id);
      location.hash = `#/c/${encodeURIComponent(id)}`;
    } catch (refusal) {
      this.error = reason(refusal.reason);
    }
  }

  #row({ id, name, kind, unread, mentions }, current) {
    const marked = unread > 0 && !current;
    const muted = isMuted(this.chat.preferences.of(id));
    return html`<li>
      <a class="channel ${marked ? "unread" : ""} ${muted ? "muted" : ""}" href="#/c/${encodeURIComponent(id)}" aria-current=${current ? "page" : nothing}>
        ${kindIcon(kind)}<span class="channel-name">${name ?? id}</span>
        ${muted ? html`${bellOff}<span class="sr-only">${t("channels.muted")}</span>` : nothing}
        ${marked ? this.#badges(unread, mentions) : nothing}
      </a>
    </li>`;
  }

  #badges(unread, mentions) {
    return html`<span class="badges" aria-hidden="true">
        ${mentions ? html`<span class="badge mentions">@${count(mentions)}</span>` : nothing}<span class="badge">${count(unread)}</span>
      </span>
      ${mentions ? html`<span class="sr-only">${t("channels.mentions", { n: mentions })}</span>` : nothing}
      <span class="sr-only">${t("channels.unread", { n: unread })}</span>`;
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

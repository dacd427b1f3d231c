import { html, nothing } from "lit";
import { FollowChat, Part } from "./part.js";
import { back, bellOff, kindIcon, people, sliders, warning, check } from "./icons.js";
import { bellButton } from "./bell-button.js";
import "./messages.js";
import "./write.js";
import { typingWords } from "../typing-words.js";
import { isMuted } from "../muting.js";
import { t } from "../i18n.js";

const BACK_SHOWN_MS = 3000;

// The channel on the screen: its head, the state of the line, its messages, and the box to write in.
export class RecadoConversation extends Part {
  static properties = { chat: { attribute: false }, membersOpen: { type: Boolean }, back: { state: true } };

  #drafts = new Map();
  #wasLost = false;
  #timer;

  constructor() {
    super();
    new FollowChat(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  willUpdate() {
    const { state } = this.chat.line;
    if (state === "open" && this.#wasLost) {
      this.back = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => (this.back = false), BACK_SHOWN_MS);
    }
    if (state === "lost") this.back = false;
    this.#wasLost = state === "lost";
  }

  render() {
    const { chat } = this;
    if (!chat.room) {
      return html`<main class="talk nothing-open">${this.#line()}<p class="empty">${chat.channels ? t("channels.pick") : t("channels.loading")}</p></main>`;
    }
    const name = chat.channel?.name ?? chat.current;
    const write = t("write.placeholder", { name });
    return html`<main class="talk">
      ${this.#head(chat, name)} ${this.#line()}
      <recado-messages .chat=${chat} @to-write=${this.#toWrite}></recado-messages>
      ${chat.room.refusal
        ? nothing
        : html`<footer class="talk-foot" id="write">${this.#closed() ?? html`
            <recado-write .label=${t("write.label", { name })} .placeholder=${write} .value=${this.#drafts.get(chat.current) ?? ""}
              @typed=${this.#typed} @written=${({ detail }) => chat.send(detail)} @recall=${this.#recall}></recado-write>
            ${this.#typing()}`}
          </footer>`}
    </main>`;
  }

  /** Why nothing can be written here, instead of the box. */
  #closed() {
    const { archived, role } = this.chat.channel ?? {};
    const why = archived ? t("write.archived") : role === "reader" ? t("reason.read_only") : null;
    return why && html`<p class="hint closed" role="status">${why}</p>`;
  }

  #head({ channel, members }, name) {
    const kind = channel?.kind ?? "public";
    return html`<header class="talk-head">
      <a class="quiet button only-narrow" href="#/" aria-label=${t("channel.back")} title=${t("channel.back")}>${back}</a>
      <h1 title=${t(`channel.${kind}`)}>${kindIcon(kind)}<span class="channel-name">${name}</span></h1>
      <span class="only-narrow">${bellButton(this, this.chat)}</span>
      ${channel ? this.#wishes() : nothing}
      <button class="quiet" @click=${() => this.say("members-toggle")} aria-expanded=${this.membersOpen} aria-controls="members"
        aria-label=${members ? t("channel.count", { n: members.length }) : t("channel.members")} title=${t("channel.members")}>
        ${people}<span>${members?.length ?? ""}</span>
      </button>
    </header>`;
  }

  #wishes() {
    const { preferences, current } = this.chat;
    const wish = preferences.of(current);
    const still = isMuted(wish) || wish.level === "none";
    const label = isMuted(wish) ? t("wishes.muted") : t("wishes.title");
    return html`<button class="quiet" id="wishes" @click=${() => this.say("channel-wishes")} aria-haspopup="dialog" aria-label=${label} title=${label}>
      ${still ? bellOff : sliders}
    </button>`;
  }

  #line() {
    const { state } = this.chat.line;
    return html`<div class="line" role="status">
      ${state === "lost"
        ? html`<p class="line-lost">${warning}<span>${t("line.lost")}</span><button @click=${() => this.chat.line.retry()}>${t("line.retry")}</button></p>`
        : this.back
          ? html`<p class="line-back">${check}<span>${t("line.back")}</span></p>`
          : nothing}
    </div>`;
  }

  #typing() {
    const said = typingWords(this.chat.room.typing);
    return said ? html`<p class="hint typing">${t(...said)}</p>` : html`<p class="hint">${t("write.hint")}</p>`;
  }

  #typed = ({ target, detail }) => {
    if (detail) this.chat.room?.typed();
    if (!target.editing) this.#drafts.set(this.chat.current, detail);
  };

  #toWrite = () => this.querySelector(".talk-foot textarea")?.focus();

  #recall = () => this.querySelector("recado-messages").editLast();
}

customElements.define("recado-conversation", RecadoConversation);

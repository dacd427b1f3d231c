import { html, nothing } from "lit";
import { FollowChat, Part } from "./part.js";
import "./channels.js";
import "./conversation.js";
import "./members.js";
import "./new-channel.js";
import "./notifications.js";
import "./channel-wishes.js";
import "./dialog.js";
import { aboutWords } from "../told.js";
import { reason, t } from "../i18n.js";

const channelOf = (hash) => (hash.startsWith("#/c/") ? decodeURIComponent(hash.slice(4)) : null);

// The whole page of a signed-in person. The address says which channel is on the screen.
export class RecadoChat extends Part {
  static properties = {
    chat: { attribute: false },
    dialog: { state: true },
    membersOpen: { state: true },
    heard: { state: true },
    error: { state: true },
  };

  constructor() {
    super();
    new FollowChat(this);
    this.membersOpen = matchMedia("(min-width: 1240px)").matches;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("hashchange", this.#go);
    addEventListener("beforeunload", this.#unsent);
    this.chat.addEventListener("arrived", this.#hear);
    this.chat.addEventListener("told", this.#tell);
    this.chat.addEventListener("asked", this.#show);
    this.chat.addEventListener("gone", this.#gone);
    this.chat.start().then(this.#go);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#go);
    removeEventListener("beforeunload", this.#unsent);
    this.chat.removeEventListener("arrived", this.#hear);
    this.chat.removeEventListener("told", this.#tell);
    this.chat.removeEventListener("asked", this.#show);
    this.chat.removeEventListener("gone", this.#gone);
    this.chat.stop();
    document.title = "Recado";
  }

  updated() {
    const { unread, channel } = this.chat;
    const name = channel ? `${channel.name ?? channel.id} · Recado` : "Recado";
    document.title = unread ? `(${unread}) ${name}` : name;
  }

  render() {
    const { chat } = this;
    const talking = Boolean(channelOf(location.hash));
    const members = this.membersOpen && chat.channel;
    return html`<a class="skip" href="#messages" @click=${this.#skip("#messages")}>${t("skip.messages")}</a>
      <a class="skip" href="#write" @click=${this.#skip("#write textarea")}>${t("skip.write")}</a>
      <div class="chat ${talking ? "talking" : ""} ${members ? "with-members" : ""}" @new-channel=${() => (this.dialog = "new")}
        @sign-out=${this.#signOut} @members-toggle=${() => (this.membersOpen = !this.membersOpen)} @members-close=${this.#closeMembers}
        @delete-message=${({ detail }) => (this.dialog = { delete: detail })} @leave-channel=${() => (this.dialog = "leave")}
        @notifications=${() => (this.dialog = "notifications")} @channel-wishes=${() => (this.dialog = "wishes")}>
        <recado-channels .chat=${chat}></recado-channels>
        <recado-conversation .chat=${chat} ?membersOpen=${Boolean(members)}></recado-conversation>
        ${members ? html`<recado-members .chat=${chat}></recado-members>` : nothing}
      </div>
      <div class="sr-only" aria-live="polite">${this.heard ?? nothing}</div>
      ${this.#dialog()}`;
  }

  #dialog() {
    const { dialog, chat } = this;
    if (!dialog) return nothing;
    if (dialog === "new") {
      return html`<recado-new-channel .chat=${chat} @created=${this.#created} @dismiss=${this.#dismiss}></recado-new-channel>`;
    }
    if (dialog === "notifications") {
      return html`<recado-notifications .chat=${chat} @show-channel=${this.#show} @dismiss=${this.#dismiss}></recado-notifications>`;
    }
    if (dialog === "wishes") return html`<recado-channel-wishes .chat=${chat} @dismiss=${this.#dismiss}></recado-channel-wishes>`;
    if (dialog === "leave") {
      const name = chat.channel?.name ?? "";
      return this.#question(t("members.leave.title", { name }), t("members.leave.text"), t("members.leave"), () => chat.leave());
    }
    if (dialog === "unsent") {
      const unsent = t("signout.unsent", { n: chat.outbox.entries.length });
      return this.#question(t("signout"), `${unsent} ${t("signout.unsent.ask")}`, t("signout.anyway"), () => this.#end());
    }
    return this.#question(t("delete.title"), t("delete.text"), t("message.delete"), () => chat.remove(dialog.delete.id), dialog.delete.message);
  }

  #question(heading, text, yes, act, quote) {
    const content = html`<p>${text}</p>
      ${quote ? html`<blockquote>${quote}</blockquote>` : nothing}
      <p class="error" role="alert">${this.error ?? nothing}</p>
      <div class="buttons">
        <button class="quiet" @click=${() => this.querySelector("recado-dialog").close()}>${t("cancel")}</button>
        <button class="primary danger" data-first @click=${() => this.#do(act)}>${yes}</button>
      </div>`;
    return html`<recado-dialog .heading=${heading} .content=${content} @dismiss=${this.#dismiss}></recado-dialog>`;
  }

  async #do(act) {
    try {
      await act();
      this.querySelector("recado-dialog")?.close();
    } catch (refusal) {
      this.error = reason(refusal.reason);
    }
  }

  #dismiss = () => {
    this.dialog = this.error = null;
  };

  #created = ({ detail: id }) => {
    this.dialog = null;
    location.hash = `#/c/${encodeURIComponent(id)}`;
  };

  #signOut = () => {
    if (this.chat.outbox.entries.length) this.dialog = "unsent";
    else this.#end();
  };

  #end() {
    this.chat.forgetMe();
    this.say("signed-out");
  }

  #go = async () => {
    const id = channelOf(location.hash);
    const wide = matchMedia("(min-width: 760px)").matches;
    const first = this.chat.channels?.[0];
    if (!id && wide && first) return location.replace(`#/c/${encodeURIComponent(first.id)}`);
    if (id && this.chat.channels && !this.chat.channels.some((channel) => channel.id === id)) return location.replace("#/");
    this.chat.show(id);
    await this.updateComplete;
    if (wide && id) requestAnimationFrame(() => this.querySelector(".talk-foot textarea")?.focus());
  };

  #gone = () => location.replace("#/");

  #closeMembers = () => {
    this.membersOpen = false;
    this.querySelector("[aria-controls=members]")?.focus();
  };

  #hear = ({ detail: { channel, event } }) => {
    const said = t("message.arrived", { who: event.sender_id, text: event.message });
    this.heard = channel?.id === this.chat.current ? said : `${channel?.name ?? ""}, ${said}`;
  };

  #tell = ({ detail: { channel, told } }) => {
    this.heard = t(...aboutWords(told, { kind: channel?.kind, name: channel?.name ?? told.channel_id }));
  };

  #show = ({ detail: id }) => {
    location.hash = `#/c/${encodeURIComponent(id)}`;
  };

  #unsent = (event) => {
    if (this.chat.outbox.entries.some(({ state }) => state === "sending")) event.preventDefault();
  };

  #skip = (where) => (event) => {
    event.preventDefault();
    this.querySelector(where)?.focus();
  };
}

customElements.define("recado-chat", RecadoChat);

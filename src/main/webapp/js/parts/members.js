import { html, nothing } from "lit";
import { FollowChat, Part } from "./part.js";
import { cross } from "./icons.js";
import { avatar } from "./faces.js";
import { reason, t } from "../i18n.js";

// Who is in the channel on the screen; adds one, or lets me leave.
export class RecadoMembers extends Part {
  static properties = { chat: { attribute: false }, said: { state: true }, error: { state: true } };

  constructor() {
    super();
    new FollowChat(this);
  }

  render() {
    const { members, me, channel } = this.chat;
    return html`<aside class="members-pane" id="members" aria-labelledby="members-title" @keydown=${this.#key}>
      <header>
        <h2 id="members-title">${t("channel.members")}</h2>
        <button class="quiet" @click=${() => this.say("members-close")} aria-label=${t("close")} title=${t("close")}>${cross}</button>
      </header>
      <ul class="members">
        ${members?.map(
          ({ user_id, role }) => html`<li>
            ${avatar(user_id)}<span class="member-name">${user_id}${user_id === me.id ? html` <small>(${t("members.you")})</small>` : nothing}</span>
            ${role && role !== "member" ? html`<small class="role">${role in ROLES ? t(ROLES[role]) : role}</small>` : nothing}
          </li>`,
        )}
      </ul>
      ${channel?.kind === "direct" ? nothing : this.#form()}
    </aside>`;
  }

  #form() {
    return html`<form class="members-add" @submit=${this.#add}>
        <input name="user" aria-label=${t("members.add.label")} placeholder=${t("signin.user")} maxlength="64" autocapitalize="none" autocomplete="off" spellcheck="false" required />
        <button>${t("members.add")}</button>
      </form>
      <p class="said" role="status">${this.said ?? nothing}</p>
      <p class="error" role="alert">${this.error ?? nothing}</p>
      <button class="danger quiet leave" @click=${() => this.say("leave-channel")}>${t("members.leave")}</button>`;
  }

  #add = async (event) => {
    event.preventDefault();
    const form = event.target;
    const who = new FormData(form).get("user").trim();
    this.said = this.error = null;
    try {
      await this.chat.addMember(who);
      this.said = t("members.added", { who });
      form.reset();
    } catch (refusal) {
      this.error = reason(refusal.reason);
    }
  };

  #key = (event) => {
    if (event.key === "Escape") this.say("members-close");
  };
}

const ROLES = { owner: "role.owner", moderator: "role.moderator", reader: "role.reader" };

customElements.define("recado-members", RecadoMembers);

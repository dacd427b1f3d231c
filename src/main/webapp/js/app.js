import { html } from "lit";
import { Part } from "./parts/part.js";
import "./parts/sign-in.js";
import "./parts/chat-view.js";
import { Chat } from "./chat.js";
import { HOME } from "./home.js";
import { Rest } from "./rest.js";
import { Session } from "./session.js";
import { language, t } from "./i18n.js";

document.documentElement.lang = language;

// The chat page: somebody is signed in, or is asked to be.
class RecadoApp extends Part {
  static properties = { chat: { state: true }, notice: { state: true } };

  #session = new Session();
  #rest = new Rest(this.#session, () => this.#ended());

  constructor() {
    super();
    if (this.#session.user) this.chat = this.#open();
  }

  #open() {
    return new Chat({ rest: this.#rest, session: this.#session });
  }

  render() {
    return this.chat
      ? html`<recado-chat .chat=${this.chat} @signed-out=${this.#signedOut}></recado-chat>`
      : html`<recado-sign-in .rest=${this.#rest} .notice=${this.notice} @signed-in=${this.#signedIn}></recado-sign-in>`;
  }

  #signedIn = async ({ detail: { answer, remember } }) => {
    this.#session.begin(answer, remember);
    this.notice = null;
    this.chat = this.#open();
  };

  #signedOut = () => {
    const told = this.#rest.signOut();
    this.chat = null;
    history.replaceState(null, "", HOME);
    told.catch(() => (this.notice = t("signout.untold")));
  };

  #ended() {
    if (!this.#session.user) return;
    this.#session.end();
    this.notice = t("signin.ended");
    this.chat = null;
  }
}

customElements.define("recado-app", RecadoApp);

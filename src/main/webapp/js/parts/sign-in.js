import { html, nothing } from "lit";
import { Part } from "./part.js";
import { logo } from "./icons.js";
import { reason, t } from "../i18n.js";

// Asks who is there, and says `signed-in` with the server's answer.
export class RecadoSignIn extends Part {
  static properties = {
    rest: { attribute: false },
    notice: {},
    busy: { state: true },
    error: { state: true },
  };

  firstUpdated() {
    this.querySelector("#username").focus();
  }

  render() {
    return html`<main class="signin">
      <form class="signin-card" @submit=${this.#submit}>
        <div class="brand">${logo}<span>Recado</span></div>
        <p class="tagline">${t("app.tagline")}</p>
        ${this.notice ? html`<p class="notice" role="status">${this.notice}</p>` : nothing}
        <h1 class="sr-only">${t("signin.title")}</h1>
        <label for="username">${t("signin.user")}</label>
        <input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required />
        <label for="password">${t("signin.password")}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <label class="choice"><input type="checkbox" name="remember" /> ${t("signin.remember")}</label>
        <p class="error" role="alert">${this.error ?? nothing}</p>
        <button class="primary" ?disabled=${this.busy}>${this.busy ? t("signin.going") : t("signin.go")}</button>
      </form>
    </main>`;
  }

  #submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.error = null;
    try {
      const answer = await this.rest.signIn(form.get("username").trim(), form.get("password"));
      this.say("signed-in", { answer, remember: form.has("remember") });
    } catch (refusal) {
      this.error = why(refusal);
      this.querySelector("#password").select();
    }
    this.busy = false;
  };
}

function why({ status, reason: code, retryAfter }) {
  if (status === 429 && retryAfter) return t("reason.attempts", { s: Math.ceil(retryAfter / 1000) });
  if (status === 403) return t("signin.closed");
  return reason(status === 401 ? "credentials" : code);
}

customElements.define("recado-sign-in", RecadoSignIn);

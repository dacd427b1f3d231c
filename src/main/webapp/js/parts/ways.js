import { html, nothing } from "lit";
import { FollowChat, Part } from "./part.js";
import { bin } from "./icons.js";
import { reason, t } from "../i18n.js";

// The ways on which I am told outside of the page: on this device, by e-mail, by a webhook. One the server has not is not shown.
export class RecadoWays extends Part {
  static properties = { chat: { attribute: false }, said: { state: true }, secret: { state: true }, error: { state: true } };

  constructor() {
    super();
    new FollowChat(this);
  }

  render() {
    const { on, addresses, failed, load } = this.chat.ways;
    if (failed) return html`<p class="error" role="alert">${reason(failed)} <button @click=${load}>${t("retry")}</button></p>`;
    if (!addresses.length && !on.push.on && !on.email.on && !on.webhook.on) return nothing;
    return html`<section class="ways stack" aria-labelledby="ways-title">
      <h3 id="ways-title">${t("ways.title")}</h3>
      ${on.push.on ? this.#device(on.push) : nothing}
      ${on.email.on ? this.#field("email", "email", this.#putEmail) : nothing}
      ${on.webhook.on ? this.#field("webhook", "url", this.#addWebhook) : nothing}
      ${this.secret
        ? html`<div class="secret" role="status"><p>${t("ways.secret")}</p><output><code>${this.secret}</code></output></div>`
        : nothing}
      <p class="said" role="status">${this.said ?? nothing}</p>
      <p class="error" role="alert">${this.error ?? nothing}</p>
      ${addresses.length ? html`<ul class="addresses">${addresses.map((address) => this.#address(address))}</ul>` : nothing}
    </section>`;
  }

  #device({ key }) {
    const { push } = this.chat;
    if (push.state === "missing" || push.state === "denied") return html`<p class="hint">${t(`push.${push.state}`)}</p>`;
    const on = push.state === "on";
    const act = async () => {
      await (on ? push.turnOff() : push.turnOn(key));
      await this.chat.ways.load();
    };
    return html`<div class="way">
      <span>${t(on ? "push.is.on" : "push.is.off")}</span>
      <button id="push" class=${on ? "" : "primary"} ?disabled=${push.busy} @click=${() => this.#do(act, "push.failed")}>${t(on ? "push.off" : "push.on")}</button>
    </div>`;
  }

  #field(way, type, act) {
    return html`<form class="way" @submit=${act}>
      <label for="way-${way}">${t(`ways.${way}`)}</label>
      <div class="field">
        <input id="way-${way}" name="value" type=${type} placeholder=${t(`ways.${way}.placeholder`)} autocomplete=${way === "email" ? "email" : "off"} required />
        <button>${t("members.add")}</button>
      </div>
    </form>`;
  }

  #address({ id, way, label, address, confirmed, gone }) {
    const name = address ?? label;
    const state = gone ? t("ways.gone") : confirmed ? null : t("ways.unconfirmed");
    return html`<li>
      <span class="address"><span>${name}</span> <small>${t(`bell.way.${way}`)}${id === this.chat.push.id ? ` · ${t("ways.here")}` : ""}${state ? ` · ${state}` : ""}</small></span>
      <button class="quiet danger" @click=${() => this.#do(() => this.#remove(id))} aria-label=${t("ways.remove", { name })} title=${t("ways.remove", { name })}>${bin}</button>
    </li>`;
  }

  async #remove(id) {
    if (id === this.chat.push.id) {
      await this.chat.push.turnOff();
      await this.chat.ways.load();
    } else await this.chat.ways.remove(id);
    this.said = t("ways.removed");
    await this.updateComplete;
    this.querySelector(".addresses button, #push, input")?.focus();
  }

  #putEmail = (event) => this.#submit(event, async (address) => {
    await this.chat.ways.putEmail(address);
    this.said = t("ways.email.sent", { address });
  });

  #addWebhook = (event) => this.#submit(event, async (url) => {
    this.secret = await this.chat.ways.addWebhook(url);
  });

  #submit(event, act) {
    event.preventDefault();
    const form = event.target;
    return this.#do(async () => {
      await act(new FormData(form).get("value").trim());
      form.reset();
    });
  }

  async #do(act, otherwise) {
    this.said = this.secret = this.error = null;
    try {
      await act();
    } catch (refusal) {
      this.error = refusal.reason || !otherwise ? reason(refusal.reason) : t(otherwise);
    }
  }
}

customElements.define("recado-ways", RecadoWays);

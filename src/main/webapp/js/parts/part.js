import { LitElement } from "lit";

/** An element drawn in the page itself, so that one stylesheet and the labels between elements hold. */
export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }

  say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** Draws its host anew whenever the host's `chat` has changed. */
export class FollowChat {
  #host;
  #chat = null;
  #draw = () => this.#host.requestUpdate();

  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate() {
    // an update that was waiting when the host left follows nothing any more
    if (this.#host.chat === this.#chat || !this.#host.isConnected) return;
    this.hostDisconnected();
    this.#chat = this.#host.chat;
    this.#chat?.addEventListener("change", this.#draw);
  }

  hostDisconnected() {
    this.#chat?.removeEventListener("change", this.#draw);
    this.#chat = null;
  }
}

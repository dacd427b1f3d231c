/** Has its host look again every so often, while the host is in a page that is looked at. */
export class Regularly {
  #everyMs;
  #look;
  #timer;
  #connected = false;

  constructor(host, everyMs, look) {
    this.#everyMs = everyMs;
    this.#look = look;
    host.addController(this);
  }

  hostConnected() {
    this.#connected = true;
    document.addEventListener("visibilitychange", this.now);
    this.now();
  }

  hostDisconnected() {
    this.#connected = false;
    document.removeEventListener("visibilitychange", this.now);
    clearTimeout(this.#timer);
  }

  /** Looks at once; the next look is counted from the end of this one. */
  now = async () => {
    clearTimeout(this.#timer);
    if (document.visibilityState !== "visible") return;
    await this.#look();
    clearTimeout(this.#timer);
    if (this.#connected) this.#timer = setTimeout(this.now, this.#everyMs);
  };
}

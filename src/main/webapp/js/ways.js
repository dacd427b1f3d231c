const NONE = { push: { on: false, key: null }, webhook: { on: false }, email: { on: false } };

// The ways on which I am told outside of the page, and my addresses there. Tells `change`.
export class Ways extends EventTarget {
  #rest;
  on = NONE;
  addresses = [];
  failed = null;

  constructor(rest) {
    super();
    this.#rest = rest;
  }

  load = async () => {
    this.failed = null;
    try {
      const [on, { items }] = await Promise.all([this.#rest.ways(), this.#rest.addresses()]);
      this.on = on;
      this.addresses = items;
    } catch (refusal) {
      this.failed = refusal.reason ?? "network";
    }
    this.dispatchEvent(new Event("change"));
  };

  async remove(id) {
    await this.#rest.removeAddress(id);
    await this.load();
  }

  /** The secret by which its receiver knows what comes from here; it is told this once. */
  async addWebhook(url) {
    const { secret } = await this.#rest.addWebhook({ url, label: new URL(url).host });
    await this.load();
    return secret;
  }

  /** Sends a mail to an address that is to be confirmed by it. */
  async putEmail(address) {
    await this.#rest.putEmail(address);
    await this.load();
  }
}

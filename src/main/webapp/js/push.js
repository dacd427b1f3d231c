import { deviceName } from "./device.js";
import { language } from "./i18n.js";

const KEY = "recado.push";
const SCRIPT = new URL(`../sw.js?lang=${language}`, import.meta.url);

const bytes = (base64url) =>
  Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

// Whether this device is notified of what is said to me, by Web Push. Its service worker is registered only for who wants
// that. Tells `change`, and `open` with the id of a channel whose notification was clicked.
export class Push extends EventTarget {
  #rest;
  #userId;
  #looksAt;
  #workers = globalThis.navigator?.serviceWorker;
  #registration = null;
  #resuming = null;
  busy = false;

  constructor({ rest, userId, looksAt }) {
    super();
    this.#rest = rest;
    this.#userId = userId;
    this.#looksAt = looksAt;
  }

  get state() {
    if (!this.#workers || !("PushManager" in globalThis) || !("Notification" in globalThis)) return "missing";
    if (Notification.permission === "denied") return "denied";
    return this.#kept ? "on" : "off";
  }

  /** The id of this device's address. */
  get id() {
    return this.#kept?.id ?? null;
  }

  listen() {
    this.#workers?.addEventListener("message", this.#told);
    this.#workers?.startMessages();
  }

  close() {
    this.#workers?.removeEventListener("message", this.#told);
  }

  /** Goes on with what was turned on here before, as far as it still is. */
  resume() {
    if (!this.id) return Promise.resolve();
    this.#resuming ??= this.#resume().catch((refusal) => {
      this.#resuming = null; // to be tried again
      throw refusal;
    });
    return this.#resuming;
  }

  async #resume() {
    const [{ push }, { items }] = await Promise.all([this.#rest.ways(), this.#rest.addresses()]);
    const mine = items.find(({ id }) => id === this.id);
    if (!mine) return this.#end();
    if (!push.on || Notification.permission !== "granted") return this.turnOff();
    await this.#register();
    if (mine.gone || !(await this.#registration.pushManager.getSubscription())) await this.#renew(push.key);
  }

  /** Asks for permission, if it has not been given; to be called for a click only. */
  turnOn = (key) =>
    this.#busy(async () => {
      if ((await Notification.requestPermission()) !== "granted") return;
      await this.#register();
      await this.#subscribe(key);
    });

  /** Ends it on this device; the server is told, or finds the address gone. */
  turnOff = () => this.#busy(() => (this.id ? Promise.all([this.#rest.removeAddress(this.id), this.#end()]) : null));

  /** All of the channel is read: what is still shown of it on this device is not. */
  async read(channelId) {
    const shown = await this.#registration?.getNotifications({ tag: `channel:${channelId}` });
    shown?.forEach((notification) => notification.close());
  }

  async #busy(act) {
    this.busy = true;
    this.#change();
    try {
      await act();
    } finally {
      this.busy = false;
      this.#change();
    }
  }

  async #register() {
    await this.#workers.register(SCRIPT);
    this.#registration = await this.#workers.ready;
  }

  // always a new one: one that is there may be another person's, for another key of the server, or dead
  async #subscribe(key) {
    const { pushManager } = this.#registration;
    await (await pushManager.getSubscription())?.unsubscribe();
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const { endpoint, keys } = subscription.toJSON();
    const { id } = await this.#rest.addPush({ endpoint, keys, label: deviceName(navigator.userAgent) });
    localStorage.setItem(KEY, JSON.stringify({ user: this.#userId, id }));
  }

  async #renew(key) {
    const { id } = this;
    await this.#subscribe(key);
    if (this.id !== id) await this.#rest.removeAddress(id);
  }

  // the notifications that are shown hold what was said
  async #end() {
    localStorage.removeItem(KEY);
    const registration = await this.#workers.getRegistration(SCRIPT);
    this.#registration = null;
    for (const notification of (await registration?.getNotifications()) ?? []) notification.close();
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
    await registration?.unregister();
    this.#change();
  }

  #told = ({ data, ports }) => {
    if (data.type === "looks-at") ports[0].postMessage(this.#looksAt(data.channel_id));
    if (data.type === "open") this.dispatchEvent(new CustomEvent("open", { detail: data.channel_id }));
    if (data.type === "changed") this.#again();
  };

  // where it fails the server finds the old address gone, and the next start tries once more
  #again = async () => {
    if (this.id) await this.#renew((await this.#rest.ways()).push.key).catch(() => {});
  };

  get #kept() {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return kept?.user === this.#userId ? kept : null;
  }

  #change() {
    this.dispatchEvent(new Event("change"));
  }
}

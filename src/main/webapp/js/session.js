// Who is signed in. The tokens are in sessionStorage, so they end with the tab and two people can use two tabs;
// in localStorage only where the person asked to be remembered on this device.

const KEY = "recado.session";
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Session {
  #store = sessionStorage.getItem(KEY) ? sessionStorage : localStorage;
  #value = this.#kept();
  #renewing = null;
  #timer;
  // a copy of this tab, or another one of the same person, has the same tokens: whoever renews them tells the others
  #tabs = new BroadcastChannel(KEY);
  /** Called when it is time for the next tokens. */
  onDue = () => {};

  constructor() {
    if (this.#value && isOver(this.#value)) this.end();
    this.#tabs.onmessage = ({ data }) => this.#isNewer(data) && this.#keep(data);
    this.#schedule();
  }

  get user() {
    return this.#value?.user ?? null;
  }

  get token() {
    return this.#value?.token ?? null;
  }

  begin(answer, remember) {
    this.#store = remember ? localStorage : sessionStorage;
    this.#keep(timed(answer));
  }

  /** Forgets the tokens, and returns them. */
  end() {
    const last = this.#value;
    this.#value = null;
    clearTimeout(this.#timer);
    sessionStorage.removeItem(KEY);
    localStorage.removeItem(KEY);
    return last;
  }

  /** The next tokens instead of `token`, by `ask`; all who want them meanwhile wait for the same answer. */
  async renew(token, ask) {
    if (!this.#value || this.#value.token !== token) return;
    this.#renewing ??= this.#renewed(ask).finally(() => (this.#renewing = null));
    await this.#renewing;
  }

  async #renewed(ask) {
    const before = this.#value;
    const known = this.#kept();
    if (this.#isNewer(known)) return this.#keep(known);
    const answer = timed(await ask(before.refresh_token));
    if (this.#value !== before) return;
    this.#keep(answer);
    this.#tabs.postMessage(answer);
  }

  /** Asks for the next tokens once more in a while: the server could not be asked. */
  later(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.onDue(), ms);
  }

  #kept() {
    const text = this.#store.getItem(KEY);
    return text ? JSON.parse(text) : null;
  }

  #isNewer(other) {
    return Boolean(this.#value && other?.session_id && other.session_id === this.#value.session_id && other.renew_at > this.#value.renew_at);
  }

  #keep(value) {
    this.#value = value;
    this.#store.setItem(KEY, JSON.stringify(value));
    this.#schedule();
  }

  #schedule() {
    if (this.#value?.renew_at) this.later(Math.min(Math.max(this.#value.renew_at - Date.now(), 0), LONGEST_TIMER_MS));
  }
}

const isOver = ({ refresh_expires_at, expires_at }) => !(Date.parse(refresh_expires_at ?? expires_at) > Date.now());

// by this device's clock, whatever the server's says; with a fifth of the time left for what may go wrong
const timed = (answer) => ({ ...answer, renew_at: Date.now() + Math.max(answer.expires_in * 800, 1000) });

// Who is signed in. The token is in sessionStorage, so it ends with the tab and two people can use two tabs;
// in localStorage only where the person asked to be remembered on this device.

const KEY = "recado.session";

export class Session {
  #value;

  constructor() {
    const kept = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);
    this.#value = kept ? JSON.parse(kept) : null;
    if (this.#value && Date.parse(this.#value.expires_at) <= Date.now()) this.end();
  }

  get user() {
    return this.#value?.user ?? null;
  }

  get token() {
    return this.#value?.token ?? null;
  }

  begin(answer, remember) {
    this.#value = answer;
    (remember ? localStorage : sessionStorage).setItem(KEY, JSON.stringify(answer));
  }

  end() {
    this.#value = null;
    sessionStorage.removeItem(KEY);
    localStorage.removeItem(KEY);
  }
}

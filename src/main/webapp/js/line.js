import { Socket } from "phoenix";
import { backoff } from "recado-client";
import { HOME } from "./home.js";

const PROBE_MS = 4000;

// The one connection to the server, and whether it is there.
export class Line extends EventTarget {
  #socket;
  #probe;
  state = "connecting";

  constructor(token) {
    super();
    this.#socket = new Socket(`${HOME}socket`, { authToken: token, ...backoff() });
    this.#socket.onOpen(() => this.#become("open"));
    this.#socket.onClose(() => this.#become("lost"));
    this.#socket.onError(() => this.#become("lost"));
  }

  connect() {
    addEventListener("offline", this.#check);
    addEventListener("online", this.#again);
    this.#socket.connect();
  }

  close() {
    removeEventListener("offline", this.#check);
    removeEventListener("online", this.#again);
    clearTimeout(this.#probe);
    this.#socket.disconnect();
  }

  channel = (name, params) => this.#socket.channel(name, params);

  isConnected = () => this.#socket.isConnected();

  /** Tries at once instead of at the next turn. */
  retry = () => this.#again();

  // "Offline" is the browser's guess, and a server on this machine may still answer: ask it.
  #check = () => {
    clearTimeout(this.#probe);
    if (this.#socket.ping(() => clearTimeout(this.#probe))) {
      this.#probe = setTimeout(() => this.#reopen(), PROBE_MS);
    }
  };

  #again = () => {
    if (!this.#socket.isConnected()) this.#reopen();
  };

  #reopen() {
    this.#become("lost");
    this.#socket.disconnect(() => this.#socket.connect());
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }
}

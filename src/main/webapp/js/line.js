import { Socket } from "phoenix";

const STEPS = [100, 250, 500, 1000, 2000, 4000];
const PROBE_MS = 4000;

// The one connection to the server, and whether it is there. Waits grow and are jittered,
// so that a restarted server is not met by everyone at once.
export class Line extends EventTarget {
  #socket;
  #probe;
  state = "connecting";

  constructor(token) {
    super();
    this.#socket = new Socket("/socket", {
      authToken: token,
      reconnectAfterMs: (tries) => STEPS[Math.min(tries, STEPS.length) - 1] * (0.75 + Math.random() / 2),
      rejoinAfterMs: (tries) => [1000, 2000, 5000][tries - 1] ?? 10000,
    });
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

  topic = (name, params) => this.#socket.channel(name, params);

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

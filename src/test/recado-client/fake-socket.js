// Stands in for the Socket of phoenix: keeps what was pushed, and answers and tells what a test says.

class Push {
  #hooks = new Map();

  constructor(event, payload) {
    Object.assign(this, { event, payload });
  }

  receive(status, hook) {
    this.#hooks.set(status, hook);
    return this;
  }

  answer(status, response) {
    this.#hooks.get(status)?.(response);
  }
}

class FakeChannel {
  #bindings = [];
  pushes = [];
  left = false;

  constructor(topic, params) {
    Object.assign(this, { topic, params });
    this.joinPush = new Push("phx_join", {});
  }

  join = () => this.joinPush;

  on(event, hook) {
    this.#bindings.push({ event, hook });
  }

  onError = (hook) => this.on("phx_error", hook);
  onClose = (hook) => this.on("phx_close", hook);

  push(event, payload) {
    const push = new Push(event, payload);
    this.pushes.push(push);
    return push;
  }

  leave() {
    this.left = true;
  }

  tell(event, payload) {
    for (const binding of this.#bindings) if (binding.event === event) binding.hook(payload);
  }

  /** The server answers the join, be it the first or one after a lost line. */
  joined(reply) {
    this.joinPush.answer("ok", { recovered: true, messages: [], more: false, ...reply });
  }

  lost() {
    this.tell("phx_error", {});
  }
}

export class FakeSocket {
  channels = [];
  connected = true;

  isConnected = () => this.connected;

  channel(topic, params) {
    const channel = new FakeChannel(topic, params);
    this.channels.push(channel);
    return channel;
  }

  get last() {
    return this.channels.at(-1);
  }
}

export function storage() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

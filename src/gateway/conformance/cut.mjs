// A wire between the gateway and the broker that can be cut: to the gateway that is a broker which stops and comes back.

import { connect, createServer } from "node:net";

export class Cut {
  #pairs = new Set();
  #isCut = false;

  static async start({ amqp, cut: port }) {
    const cut = new Cut();
    const { hostname, port: brokerPort } = new URL(amqp);
    const target = { host: hostname, port: Number(brokerPort) || 5672 };
    cut.server = createServer((near) => cut.#join(near, target));
    await new Promise((listening, failed) =>
      cut.server.once("error", failed).listen(Number(port), "127.0.0.1", listening),
    );
    return cut;
  }

  #join(near, target) {
    near.on("error", () => near.destroy());
    if (this.#isCut) return near.destroy();
    const far = connect(target);
    const pair = [near, far];
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      for (const side of pair) side.destroy();
    };
    far.on("error", end).on("close", end);
    near.on("close", end);
    near.pipe(far).pipe(near);
  }

  /** Whether the gateway is connected here. */
  get isInUse() {
    return this.#pairs.size > 0;
  }

  /** What is asked of the broker gets there, and no answer comes back. */
  mute() {
    for (const [near, far] of this.#pairs) {
      far.unpipe(near);
      far.resume();
    }
  }

  cut() {
    this.#isCut = true;
    for (const [near] of this.#pairs) near.destroy();
  }

  mend() {
    this.#isCut = false;
  }

  stop() {
    this.cut();
    this.server.close();
  }
}

// Who listens where. Each subscription keeps the channel's order for itself: what it has it drops, and at a hole it
// sends its client back to join again with the last seq it had.

const FRAMES = {
  "message.created": "message",
  "command.rejected": "message_ack",
  "channel.added": "channel_added",
  "channel.removed": "channel_removed",
  "member.notified": "notification",
};

/** An event of a later version has a frame of its own name. */
function frame(event) {
  return FRAMES[event.type] ?? event.type.replaceAll(".", "_");
}

export class Subscription {
  #held = [];
  #seq;
  #isOver = false;
  #isLost = false;

  constructor(client, topic, joinRef) {
    Object.assign(this, { client, topic, joinRef });
  }

  push(event, payload) {
    this.client.send([this.joinRef, null, this.topic, event, payload]);
  }

  /** First what came since it was attached and is not in the answer to the join, then all that comes. */
  begin(seq) {
    this.#seq = seq;
    if (this.#isLost) this.lose();
    for (const event of this.#held.splice(0)) this.hear(event);
  }

  hear(event) {
    if (this.#isOver) return;
    if (this.topic.startsWith("user:")) this.push(frame(event), event);
    else if (!Number.isSafeInteger(event.seq)) throw new Error("no seq");
    else if (this.#seq === undefined) this.#held.push(event);
    else if (event.seq > this.#seq + 1) this.lose();
    else if (event.seq === this.#seq + 1) this.#tell(event);
  }

  #tell(event) {
    this.#seq = event.seq;
    this.push(frame(event), event);
    const isOut = event.type === "member.left" || (event.type === "member.banned" && event.banned !== false);
    if (isOut && event.user_id === this.client.user) this.client.close(this);
  }

  /** Hears nothing more until the client joins again. */
  lose() {
    if (this.#isOver) return;
    if (this.#seq === undefined) {
      this.#isLost = true;
      return;
    }
    this.end();
    this.push("resync", { last_seq: this.#seq });
  }

  end() {
    this.#isOver = true;
  }
}

export class Rooms {
  #topics = new Map();

  add(subscription) {
    const { topic } = subscription;
    if (!this.#topics.has(topic)) this.#topics.set(topic, new Set());
    this.#topics.get(topic).add(subscription);
  }

  remove(subscription) {
    subscription.end();
    const room = this.#topics.get(subscription.topic);
    room?.delete(subscription);
    if (room?.size === 0) this.#topics.delete(subscription.topic);
  }

  hear(event, topic) {
    for (const subscription of [...(this.#topics.get(topic) ?? [])]) subscription.hear(event);
  }

  /** Events may have been missed by all. */
  lose() {
    for (const room of this.#topics.values()) for (const one of room) one.lose();
  }
}

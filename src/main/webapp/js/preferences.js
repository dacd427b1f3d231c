const NOTHING_SAID = { level: null, muted_until: null };

// What I want to be told, everywhere and of single channels, as the server keeps it. Tells `change`.
export class Preferences extends EventTarget {
  #rest;
  #channels = new Map();
  mine = null;
  failed = null;

  constructor(rest) {
    super();
    this.#rest = rest;
  }

  load = async () => {
    this.failed = null;
    try {
      const { channels, ...mine } = await this.#rest.preferences();
      this.mine = mine;
      this.#channels = new Map(channels.map((one) => [one.channel_id, one]));
    } catch (refusal) {
      this.failed = refusal.reason ?? "network";
    }
    this.#change();
  };

  of(channelId) {
    return this.#channels.get(channelId) ?? NOTHING_SAID;
  }

  async save({ level, quiet, while_online }) {
    await this.#rest.putPreferences({ level, quiet, while_online });
    this.mine = { ...this.mine, level, quiet, while_online };
    this.#change();
  }

  async saveOf(channelId, { level, muted_until }) {
    await this.#rest.putPreference(channelId, { level, muted_until });
    this.#channels.set(channelId, { channel_id: channelId, level, muted_until });
    this.#change();
  }

  /** The level where nothing is said of a channel itself. */
  usual(kind) {
    return kind === "direct" ? "all" : (this.mine?.level ?? this.mine?.default_level ?? "mentions");
  }

  #change() {
    this.dispatchEvent(new Event("change"));
  }
}

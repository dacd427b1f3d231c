// The REST door. A refusal is thrown as `Refusal` with the server's reason, or `network` where nobody answered.

import { HOME } from "./home.js";

export class Refusal extends Error {
  constructor(reason, status, retryAfter) {
    super(reason);
    this.reason = reason;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const AGAIN_MS = 10_000;
const NO_WAYS = { push: { on: false, key: null }, webhook: { on: false }, email: { on: false } };
const OVER = [400, 401, 403];

export class Rest {
  #session;
  #onSignedOut;

  constructor(session, onSignedOut) {
    this.#session = session;
    this.#onSignedOut = onSignedOut;
    session.onDue = () => this.#renew(session.token).catch(() => session.token && session.later(AGAIN_MS));
  }

  signIn = (username, password) => this.#send("POST", "session", { username, password });

  /** Ends the session here at once, and then on the server; fails where the server could not be told. */
  async signOut() {
    const { token, refresh_token } = this.#session.end() ?? {};
    if (!token) return;
    try {
      await this.#send("DELETE", "session", undefined, token);
    } catch (refusal) {
      if (refusal.status !== 401) throw refusal;
      await this.#signOutBy(refresh_token);
    }
  }

  async #signOutBy(refresh_token) {
    const next = await this.#refresh(refresh_token).catch((refusal) => {
      if (refusal.status !== 401) throw refusal; // the session is over already
    });
    if (next) await this.#send("DELETE", "session", undefined, next.token);
  }

  me = () => this.#call("GET", "me");
  channels = async () => list(await this.#call("GET", "channels"), "channels");
  publicChannels = async () => list(await this.#call("GET", "channels/public"), "channels");
  channel = (id) => this.#call("GET", `channels/${encodeURIComponent(id)}`);
  createChannel = (channel) => this.#call("POST", "channels", channel);
  addMember = (id, userId) => this.#call("PUT", member(id, userId), { role: "member" });
  removeMember = (id, userId) => this.#call("DELETE", member(id, userId));
  notifications = (query) => this.#call("GET", `notifications?${new URLSearchParams(query)}`);
  preferences = () => this.#call("GET", "me/notification-preferences");
  putPreferences = (mine) => this.#call("PUT", "me/notification-preferences", mine);
  putPreference = (id, mine) => this.#call("PUT", `channels/${encodeURIComponent(id)}/notification-preference`, mine);
  addresses = () => this.#call("GET", "me/notification-addresses");
  removeAddress = (id) => this.#call("DELETE", `me/notification-addresses/${encodeURIComponent(id)}`);
  addPush = (subscription) => this.#call("POST", "me/push-subscriptions", subscription);
  addWebhook = (webhook) => this.#call("POST", "me/webhooks", webhook);
  putEmail = (address) => this.#call("PUT", "me/email", { address });
  flow = () => this.#call("GET", "ops/flow");
  nodes = async () => list(await this.#call("GET", "ops/nodes"), "items");
  partitions = async () => list(await this.#call("GET", "ops/partitions"), "items");
  deadLetters = (query) => this.#call("GET", `ops/dead-letters?${new URLSearchParams(query)}`);
  replay = (id, wish) => this.#call("POST", `ops/dead-letters/${id}/replay`, wish);
  replayMany = (which) => this.#call("POST", "ops/dead-letters/replay", which);
  discard = (id, note) => this.#call("DELETE", `ops/dead-letters/${id}?${new URLSearchParams({ note })}`);
  timeline = (id, query) => this.#call("GET", `ops/messages/${encodeURIComponent(id)}/timeline?${new URLSearchParams(query)}`);
  outbox = (query) => this.#call("GET", `ops/notifications?${new URLSearchParams(query)}`);
  record = (query) => this.#call("GET", `ops/audit?${new URLSearchParams(query)}`);
  allChannels = (query) => this.#call("GET", `ops/channels?${new URLSearchParams(query)}`);
  allMembers = (id, query) => this.#call("GET", `ops/channels/${encodeURIComponent(id)}/members?${new URLSearchParams(query)}`);
  connections = (user) => this.#call("GET", connectionsOf(user));
  closeConnections = (user, one, out) =>
    this.#call("DELETE", `${connectionsOf(user)}${one ? `/${one}` : ""}${out ? "?sign_out=true" : ""}`);
  pause = (partition, note) => this.#call("POST", `ops/partitions/${partition}/pause`, { note });
  resume = (partition) => this.#call("POST", `ops/partitions/${partition}/resume`);

  /** The ways out of the house that the server has. */
  async ways() {
    const ways = await this.#call("GET", "me/notification-ways").catch((refusal) => {
      if (refusal.status !== 404) throw refusal;
    });
    return { ...NO_WAYS, ...ways };
  }

  async messages(id, query) {
    const answer = await this.#call("GET", `channels/${encodeURIComponent(id)}/messages?${new URLSearchParams(query)}`);
    const messages = list(answer, "messages");
    return { messages, more: answer.more ?? messages.length >= Number(query.limit) };
  }

  async #call(method, path, body) {
    const token = this.#session.token;
    try {
      return await this.#send(method, path, body, token);
    } catch (refusal) {
      if (refusal.status !== 401 || !token) throw refusal;
    }
    await this.#renew(token);
    try {
      return await this.#send(method, path, body, this.#session.token);
    } catch (refusal) {
      if (refusal.status === 401) this.#onSignedOut();
      throw refusal;
    }
  }

  #refresh = async (refresh_token) => {
    if (!refresh_token) throw new Refusal("unauthorized", 401); // of a release before there were any
    return this.#send("POST", "session/refresh", { refresh_token });
  };

  async #renew(token) {
    try {
      await this.#session.renew(token, this.#refresh);
    } catch (refusal) {
      if (OVER.includes(refusal.status)) this.#onSignedOut();
      throw refusal;
    }
  }

  async #send(method, path, body, token) {
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(`${HOME}api/${path}`, { method, headers, body: body && JSON.stringify(body) }).catch(() => {
      throw new Refusal("network", 0);
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    throw new Refusal(answer.reason ?? byStatus(response.status), response.status, answer.retry_after_ms);
  }
}

const member = (id, userId) => `channels/${encodeURIComponent(id)}/members/${encodeURIComponent(userId)}`;

const connectionsOf = (user) => `ops/people/${encodeURIComponent(user)}/connections`;

const list = (answer, name) => (Array.isArray(answer) ? answer : (answer[name] ?? answer.items ?? []));

const byStatus = (status) =>
  ({ 401: "unauthorized", 403: "forbidden", 404: "not_found", 409: "conflict", 429: "rate_limited" })[status] ??
  (status >= 500 ? "unavailable" : "malformed");

// The REST door. A refusal is thrown as `Refusal` with the server's reason, or `network` where nobody answered.

export class Refusal extends Error {
  constructor(reason, status, retryAfter) {
    super(reason);
    this.reason = reason;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export class Rest {
  #session;
  #onSignedOut;

  constructor(session, onSignedOut) {
    this.#session = session;
    this.#onSignedOut = onSignedOut;
  }

  signIn = (username, password) => this.#call("POST", "session", { username, password });
  me = () => this.#call("GET", "me");
  channels = async () => list(await this.#call("GET", "channels"), "channels");
  publicChannels = async () => list(await this.#call("GET", "channels/public"), "channels");
  channel = (id) => this.#call("GET", `channels/${encodeURIComponent(id)}`);
  createChannel = (channel) => this.#call("POST", "channels", channel);
  addMember = (id, userId) => this.#call("PUT", member(id, userId), { role: "member" });
  removeMember = (id, userId) => this.#call("DELETE", member(id, userId));
  flow = () => this.#call("GET", "ops/flow");

  async messages(id, query) {
    const answer = await this.#call("GET", `channels/${encodeURIComponent(id)}/messages?${new URLSearchParams(query)}`);
    const messages = list(answer, "messages");
    return { messages, more: answer.more ?? messages.length >= Number(query.limit) };
  }

  async #call(method, path, body) {
    const token = this.#session.token;
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(`/api/${path}`, { method, headers, body: body && JSON.stringify(body) }).catch(() => {
      throw new Refusal("network", 0);
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    if (response.status === 401 && token) this.#onSignedOut();
    throw new Refusal(answer.reason ?? byStatus(response.status), response.status, answer.retry_after_ms);
  }
}

const member = (id, userId) => `channels/${encodeURIComponent(id)}/members/${encodeURIComponent(userId)}`;

const list = (answer, name) => (Array.isArray(answer) ? answer : (answer[name] ?? answer.items ?? []));

const byStatus = (status) =>
  ({ 401: "unauthorized", 403: "forbidden", 404: "not_found", 409: "conflict", 429: "rate_limited" })[status] ??
  (status >= 500 ? "unavailable" : "malformed");

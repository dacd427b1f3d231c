// What a gateway without a database asks Recado by REST, each time with the client's own token: so Recado decides.

const PATIENCE_MS = 5_000;

/** A reason of the README's table, to be told to the client. */
export class Refused extends Error {
  constructor(reason, more = {}) {
    super(reason);
    this.reason = reason;
    this.more = more;
  }
}

export class Rest {
  constructor(base) {
    this.base = base;
  }

  me(token) {
    return this.#get(token, "/api/me");
  }

  channel(token, id) {
    return this.#get(token, `/api/channels/${encodeURIComponent(id)}`);
  }

  /** A page: `{after_seq}` oldest first, `{before_seq}` or `{}` newest first. */
  messages(token, id, query) {
    return this.#get(token, `/api/channels/${encodeURIComponent(id)}/messages?${new URLSearchParams(query)}`);
  }

  async #get(token, path) {
    try {
      const answer = await fetch(new URL(path, this.base), {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.ok) return await answer.json();
      const problem = await answer.json();
      throw new Refused(
        problem.reason ?? "unavailable",
        problem.retry_after_ms && { retry_after_ms: problem.retry_after_ms },
      );
    } catch (failure) {
      if (failure instanceof Refused) throw failure;
      console.error(`REST: ${failure.message}`);
      throw new Refused("unavailable", { retry_after_ms: 1000 });
    }
  }
}

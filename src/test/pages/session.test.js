import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";

class Store {
  #items = new Map();
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => this.#items.set(key, value);
  removeItem = (key) => this.#items.delete(key);
  get length() {
    return this.#items.size;
  }
}

// as in a browser, but it keeps no process alive and tells at once
const channels = new Set();
globalThis.BroadcastChannel = class {
  constructor() {
    channels.add(this);
  }
  postMessage(data) {
    for (const other of channels) if (other !== this) other.onmessage({ data });
  }
};

const { Session } = await import("../../main/webapp/js/session.js");
const { Rest } = await import("../../main/webapp/js/rest.js");

let asked, server;

beforeEach((t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse("2026-01-01T00:00:00Z") });
  channels.clear();
  asked = [];
  globalThis.sessionStorage = new Store();
  globalThis.localStorage = new Store();
  server = { n: 0, current: null, refuses: null };
  globalThis.fetch = async (path, { method, headers, body }) => {
    const token = headers.Authorization?.slice("Bearer ".length);
    asked.push([method, path, token ?? JSON.parse(body ?? "{}").refresh_token]);
    if (server.refuses?.(method, path, token)) return answer(server.status ?? 401, { reason: "unauthorized" });
    if (path === "/api/session/refresh") return answer(200, pass());
    return answer(200, { id: "ana" });
  };
});

const answer = (status, value) => ({ status, ok: status < 300, json: async () => value });

const pass = () => {
  server.n += 1;
  server.current = `t${server.n}`;
  return {
    token: `t${server.n}`,
    refresh_token: `r${server.n}`,
    expires_in: 900,
    refresh_expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    session_id: "s",
    user: { id: "ana" },
  };
};

const settled = () => new Promise((done) => setImmediate(done));
const refreshes = () => asked.filter(([, path]) => path.endsWith("/refresh")).map(([, , token]) => token);

function signedIn({ remember = false } = {}) {
  const session = new Session();
  const page = { session, ended: 0 };
  page.rest = new Rest(session, () => {
    page.ended += 1;
    session.end();
  });
  if (!session.user) session.begin(pass(), remember);
  return page;
}

test("tokens are renewed before they end, each time with the refresh token of the last", async (t) => {
  const { session } = signedIn();
  t.mock.timers.tick(719_000);
  await settled();
  assert.deepEqual(refreshes(), []);
  t.mock.timers.tick(1_000);
  await settled();
  t.mock.timers.tick(720_000);
  await settled();
  assert.deepEqual(refreshes(), ["r1", "r2"]);
  assert.equal(session.token, "t3");
});

test("a refused token is renewed once for all who ask, and what they asked is asked again", async () => {
  const { rest, ended } = signedIn();
  server.refuses = (method, path, token) => token === "t1";
  const answers = await Promise.all([rest.me(), rest.me(), rest.me()]);
  assert.deepEqual(answers.map(({ id }) => id), ["ana", "ana", "ana"]);
  assert.deepEqual(refreshes(), ["r1"]);
  assert.equal(ended, 0);
});

test("where the session is over the page is told, and nothing is asked for ever", async () => {
  const page = signedIn();
  server.refuses = () => true;
  await assert.rejects(page.rest.me(), { reason: "unauthorized" });
  assert.equal(page.ended, 1);
  assert.equal(page.session.user, null);
  assert.equal(asked.length, 2);
});

test("a session of the release before is over with its token", async () => {
  const page = signedIn();
  page.session.begin({ ...pass(), refresh_token: undefined, expires_in: undefined }, false);
  server.refuses = () => true;
  await assert.rejects(page.rest.me(), { reason: "unauthorized" });
  assert.equal(page.ended, 1);
  assert.equal(asked.length, 1);
});

test("a server that cannot be asked ends nothing, and is asked again", async (t) => {
  const page = signedIn();
  server.status = 503;
  server.refuses = () => true;
  t.mock.timers.tick(720_000);
  await settled();
  assert.equal(page.ended, 0);
  server.refuses = null;
  t.mock.timers.tick(10_000);
  await settled();
  assert.equal(page.session.token, "t2");
});

test("a copy of the tab takes over what the other one got", async (t) => {
  const one = signedIn();
  const copy = signedIn();
  t.mock.timers.tick(719_000);
  await one.session.renew("t1", async () => pass());
  assert.equal(copy.session.token, "t2");
  t.mock.timers.tick(1_000);
  await settled();
  assert.deepEqual(refreshes(), []);
});

test("someone else in another tab keeps their own tokens", async () => {
  const one = signedIn();
  const other = new Session();
  other.begin({ ...pass(), session_id: "other" }, true);
  await one.session.renew("t1", async () => pass());
  assert.equal(other.token, "t2");
});

test("a session that was remembered is found again until its refresh token ends", async (t) => {
  signedIn({ remember: true });
  t.mock.timers.tick(86_399_000);
  assert.equal(new Session().user.id, "ana");
  t.mock.timers.tick(1_000);
  assert.equal(new Session().user, null);
});

test("signing out forgets at once and tells the server", async () => {
  const { rest, session } = signedIn();
  const told = rest.signOut();
  assert.equal(session.token, null);
  assert.equal(sessionStorage.length + localStorage.length, 0);
  await told;
  assert.deepEqual(asked, [["DELETE", "/api/session", "t1"]]);
});

test("signing out with a token that is over ends the session by its refresh token", async () => {
  const { rest } = signedIn();
  server.refuses = (method, path, token) => token === "t1";
  await rest.signOut();
  assert.deepEqual(asked.map(([method, path, token]) => `${method} ${path} ${token}`), [
    "DELETE /api/session t1",
    "POST /api/session/refresh r1",
    "DELETE /api/session t2",
  ]);
});

test("a sign-out that the server was not told of fails", async () => {
  const { rest } = signedIn();
  server.status = 503;
  server.refuses = () => true;
  await assert.rejects(rest.signOut(), { reason: "unauthorized" });
});

test("what was signed out meanwhile does not come back with a late answer", async () => {
  const { session } = signedIn();
  let late;
  const renewal = session.renew("t1", () => new Promise((answered) => (late = answered)));
  session.end();
  late(pass());
  await renewal;
  assert.equal(session.token, null);
  assert.equal(sessionStorage.length, 0);
});

// what the tests share: sign-in by REST, and the stock client with promises around it

import { Socket } from "phoenix";
import { WebSocket } from "ws";

export const base = process.env.RECADO_URL;
if (!base) throw new Error("RECADO_URL is not set");

const PATIENCE_MS = 15_000;

const tokens = new Map();

/** One token a user and run: signing in is rate limited. */
export function token(user) {
  if (!tokens.has(user)) tokens.set(user, signIn(user).then((pass) => pass.token));
  return tokens.get(user);
}

/** A session of its own, with its tokens. */
export async function signIn(user) {
  const answer = await fetch(new URL("/api/session", base), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: user, password: user }),
  });
  if (answer.status !== 200) throw new Error(`sign-in of ${user}: ${answer.status}`);
  return answer.json();
}

export async function channel(owner, ...members) {
  const answer = await fetch(new URL("/api/channels", base), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await token(owner)}` },
    body: JSON.stringify({ name: "stock client", kind: "private", members }),
  });
  if (answer.status !== 201) throw new Error(`a new channel: ${answer.status}`);
  return (await answer.json()).id;
}

export function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** When the socket opens next. */
export function opened(socket) {
  return new Promise((open) => socket.onOpen(open));
}

/** A connected socket of any version of the client; it is closed when the test `t` ends. */
export async function connect(t, options, Client = Socket) {
  const url = new URL("/socket", base);
  url.protocol = "ws:";
  const socket = new Client(url.href, { transport: WebSocket, ...options });
  t.after(() => new Promise((done) => socket.disconnect(done)));
  await within(
    new Promise((open, fail) => {
      socket.onOpen(open);
      if (!options.longPollFallbackMs) socket.onError(() => fail(new Error("the socket did not open")));
      socket.connect();
    }),
    "connect",
  );
  return socket;
}

export async function connectAs(t, user) {
  return connect(t, { params: { token: await token(user) } });
}

/** The payload of an ok reply; an error reply or the client's timeout throws. */
export function reply(push, what) {
  return within(
    new Promise((ok, fail) => {
      push
        .receive("ok", ok)
        .receive("error", (e) => fail(new Error(`${what}: ${JSON.stringify(e)}`)))
        .receive("timeout", () => fail(new Error(`${what}: timeout`)));
    }),
    what,
  );
}

/** The next payload of an event that fits. */
export function next(channel, event, fits = () => true) {
  return within(
    new Promise((found) => {
      const ref = channel.on(event, (payload) => {
        if (fits(payload)) {
          channel.off(event, ref);
          found(payload);
        }
      });
    }),
    event,
  );
}

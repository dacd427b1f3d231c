// A gateway: clients of the stock `phoenix` package on one side, Recado's broker on the other. It has no database and
// knows nothing of Recado but the contract. See docs/gateway.md.

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { WebSocketServer } from "ws";
import { Broker } from "./broker.mjs";
import { Client } from "./client.mjs";
import { Refused, Rest } from "./rest.mjs";
import { Rooms } from "./rooms.mjs";

const MAX_FRAME_BYTES = 64 * 1024;
const BEARER = "base64url.bearer.phx.";

function protocols(request) {
  return (request.headers["sec-websocket-protocol"] ?? "").split(/\s*,\s*/);
}

/** The token, from the subprotocol or the query. */
function token(request, query) {
  const offers = protocols(request).filter((offer) => offer.startsWith(BEARER));
  return offers.length === 1 ? Buffer.from(offers[0].slice(BEARER.length), "base64").toString() : query.get("token");
}

/** Who is calling. Recado answers that, for its own tokens and another issuer's alike, and knows which have ended. */
async function caller(request, rest) {
  const url = new URL(request.url, "http://gateway");
  if (url.pathname !== "/socket/websocket" || !/^2\.0\.\d+$/.test(url.searchParams.get("vsn") ?? "")) {
    throw new Refused("malformed");
  }
  const found = token(request, url.searchParams);
  // a bot's key has scopes, which only Recado's own doors look at
  if (!found || found.startsWith("rk_")) throw new Refused("unauthorized");
  const me = await rest.me(found);
  return { user: me.id, token: found, traceparent: request.headers.traceparent };
}

function refuse(socket, failure) {
  const status =
    failure instanceof Refused && failure.reason !== "unavailable" ? "403 Forbidden" : "503 Service Unavailable";
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}

/** Starts it; resolves once the broker is there and clients may come. */
export async function start({ amqp, api, port, name }) {
  const rest = new Rest(api);
  const rooms = new Rooms();
  const clients = new Map();
  const broker = new Broker(amqp, name, {
    event: (event, topic) => rooms.hear(event, topic),
    receipt: (receipt, correlation) => clients.get(correlation)?.receipt(receipt),
    gap: () => rooms.lose(),
  });
  await broker.connected();

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (offers) => (offers.has("phoenix") ? "phoenix" : false),
  });
  const server = createServer((request, response) => response.writeHead(404).end());
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    caller(request, rest).then(
      (who) =>
        sockets.handleUpgrade(request, socket, head, (ws) => {
          const client = new Client(ws, who, { broker, rest, rooms });
          clients.set(client.id, client);
          ws.on("close", () => clients.delete(client.id));
        }),
      (failure) => refuse(socket, failure),
    );
  });
  await new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  return server.address().port;
}

/** The settings, from the environment. */
export function settings(env = process.env) {
  const { GATEWAY_AMQP: amqp, GATEWAY_REST: api, GATEWAY_PORT: port = "4000", GATEWAY_NAME: name = "example" } = env;
  if (!amqp || !api) throw new Error("GATEWAY_AMQP (amqp://…) and GATEWAY_REST (http://…) say where Recado is");
  return { amqp, api, port: Number(port), name };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(`ready=ws://127.0.0.1:${await start(settings())}/socket`);
}

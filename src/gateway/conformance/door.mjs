// What a gateway may ask by REST: who calls, and what is in the channels of the kit.

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export class Door {
  constructor({ secret, token }, channels) {
    this.channels = channels;
    this.secret = secret ?? randomBytes(32).toString("hex");
    this.given = new Map(token.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]));
  }

  token(user, secondsFromNow = 900) {
    if (this.given.has(user) && secondsFromNow > 0) return this.given.get(user);
    const now = Math.floor(Date.now() / 1000);
    const signed = `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url({ iss: "recado", sub: user, groups: [], iat: now - 1000, exp: now + secondsFromNow })}`;
    return `${signed}.${createHmac("sha256", this.secret).update(signed).digest("base64url")}`;
  }

  #user(request) {
    const [signed, mark = ""] = (request.headers.authorization ?? "").replace(/^Bearer /, "").split(/\.(?=[^.]*$)/);
    const right = createHmac("sha256", this.secret).update(signed).digest();
    const given = Buffer.from(mark, "base64url");
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    const { sub, exp } = JSON.parse(Buffer.from(signed.split(".")[1], "base64url"));
    return exp > Date.now() / 1000 ? sub : undefined;
  }

  async listen(port) {
    const server = createServer(async (request, response) => {
      const [status, body] = await this.#answer(request);
      response.writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" });
      response.end(JSON.stringify(body));
    });
    await new Promise((listening, failed) => server.once("error", failed).listen(port, "127.0.0.1", listening));
    this.server = server;
  }

  async #answer(request) {
    const url = new URL(request.url, "http://kit");
    const user = this.#user(request);
    if (!user) return [401, { reason: "unauthorized" }];
    if (url.pathname === "/api/me") return [200, { id: user, name: user, roles: [] }];
    const [, id, rest] = /^\/api\/channels\/([^/]+)(\/messages)?$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const channel = this.channels.get(id);
    if (!channel) return [404, { reason: "unknown_channel" }];
    if (!channel.members.has(user)) return [403, { reason: "not_a_member" }];
    if (rest) return [200, await channel.page(url.searchParams)];
    const members = [...channel.members].map((user_id) => ({ user_id, role: "member" }));
    return [
      200,
      {
        id,
        name: id,
        kind: "private",
        role: "member",
        archived: false,
        last_seq: channel.seq,
        read_seq: 0,
        unread: channel.seq,
        members,
      },
    ];
  }

  stop() {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}

// walk-pages.mjs <address> <token>: fetches the pages from there, all that they and their modules name, and opens the
// socket; fails at what is not found, or leads out of the address.
import { request } from "node:http";

const [home, token] = process.argv.slice(2);
const seen = new Map();

const NAMES = {
  html: /(?:href|src)="([^"#]+)"|"[^"]+": "([^"]+\.m?js)"/g,
  css: /url\("([^")]+)"\)/g,
  js: /(?:from|import)\s*\(?["'](\.{1,2}\/[^"']+)["']/g,
};

const kind = (type) => (/html/.test(type) ? "html" : /css/.test(type) ? "css" : /javascript/.test(type) ? "js" : null);

async function walk(address) {
  const url = new URL(address);
  url.hash = "";
  if (seen.has(url.href)) return;
  seen.set(url.href, "");
  if (!url.href.startsWith(home)) throw new Error(`${url.href} is outside`);
  const answer = await fetch(url);
  if (answer.status !== 200) throw new Error(`${url.href}: ${answer.status}`);
  const names = NAMES[kind(answer.headers.get("content-type") ?? "")];
  const text = await answer.text();
  if (names) await Promise.all([...text.matchAll(names)].map(([, a, b]) => walk(new URL(a ?? b, answer.url))));
}

const upgrade = () =>
  new Promise((resolve, reject) => {
    const asked = request(`${home}socket/websocket?vsn=2.0.0&token=${encodeURIComponent(token)}`, {
      headers: {
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      },
    });
    asked.on("upgrade", (answer, socket) => resolve(socket.destroy()));
    asked.on("response", (answer) => reject(new Error(`the socket answers ${answer.statusCode}`)));
    asked.on("error", reject);
    asked.end();
  });

for (const page of ["", "index.html", "ops/", "sw.js", "manifest.webmanifest", "js/app.js", "js/ops/ops-app.js"]) await walk(new URL(page, home));
await upgrade();
console.log(`ok    ${seen.size} files and the socket at ${home}`);

// The console while each part of ./real-stack is really stopped; started by src/test/scripts/console-outages-test.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { close, door, launch, person } from "./browser.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const PARTS = { postgres: "PostgreSQL", mongo: "MongoDB", redis: "Redis", rabbitmq: "AMQP" };
const NAMED = { timeout: 20_000 };
const WELL = { timeout: 90_000 };

let ana, page;

before(async () => {
  mkdirSync(`${root}target/screenshots`, { recursive: true });
  await launch();
  ana = await door("ana");
  page = await person("ops", { path: "/ops/", width: 1200, height: 800 });
});

after(close);

const stack = (...words) => execFileSync("./real-stack", words, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
const turn = (to) => page.locator(".tabs a", { hasText: to }).click();

for (const [part, name] of Object.entries(PARTS)) {
  test(`${name} stops: each page says so, and goes on by itself`, async () => {
    await turn("Overview");
    stack("stop", part);
    try {
      await page.locator(".store.down", { hasText: name }).waitFor(NAMED);
      for (const other of ["Messages", "Dead letters", "Channels", "Connections", "Notifications", "Record"]) {
        await turn(other);
        await page.locator(".trouble", { hasText: name }).waitFor(NAMED);
      }
      await turn("Dead letters");
      await page.screenshot({ path: `${root}target/screenshots/console-without-${part}.png` });
    } finally {
      stack("start", part);
    }
    await page.locator(".trouble").waitFor({ state: "detached", ...WELL });
    await page.locator("main .error:not(:empty)").waitFor({ state: "detached", ...WELL });
    await turn("Overview");
    await page.locator(".store.up", { hasText: name }).waitFor(WELL);
    for (const end = Date.now() + WELL.timeout; ; ) {
      const stored = await ana("POST", "channels/general/messages?wait=stored", { message: `after ${name}` }).catch(() => null);
      if (stored) break;
      assert.ok(Date.now() < end, "nothing is stored");
    }
  });
}

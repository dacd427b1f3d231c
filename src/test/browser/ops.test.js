import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import amqp from "amqplib";
import { close, complaints, door, launch, message, open, person } from "./browser.js";

const folder = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const looks = [
  { language: "en-US", dark: false, width: 1600, height: 900 },
  { language: "pt-BR", dark: true, width: 360, height: 740 },
];

let broker, ops, page;

before(async () => {
  mkdirSync(folder, { recursive: true });
  await launch();
  broker = await amqp.connect(process.env.RECADO_AMQP_URI);
  ops = await door("ops");
  page = await person("ops", { path: "/ops/", width: 1600, height: 900 });
});

after(async () => {
  await broker.close();
  await close();
});

async function publish(body) {
  const channel = await broker.createConfirmChannel();
  channel.publish("recado.commands", "general", Buffer.from(body), { contentType: "application/json", persistent: true });
  await channel.waitForConfirms();
  await channel.close();
}

/** Asks again until it is so. */
async function until(isSo) {
  for (const end = Date.now() + 20_000; !(await isSo()); await new Promise((again) => setTimeout(again, 100))) {
    assert.ok(Date.now() < end, `not in time: ${isSo}`);
  }
}

/** A letter that no core can take, once the console's list has it as its newest. */
async function dead(body) {
  await publish(body);
  const newest = async () => (await ops("GET", "ops/dead-letters?limit=1")).items[0]?.body;
  await until(async () => (await newest()) === body);
}

const turn = (to) => page.locator(".tabs a", { hasText: to }).click();
const fits = (look) => look.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** What axe finds that is serious, in words. */
async function faults(look) {
  // by the inspector, past the content security policy
  const session = await look.context().newCDPSession(look);
  await session.send("Runtime.evaluate", { expression: axe });
  const found = await look.evaluate(() => axe.run());
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) => `${one.id}: ${one.nodes.map((n) => n.html).join(" ")}`);
}

test("a dead letter is found, mended, replayed and heard", async () => {
  const key = randomUUID();
  const reader = await person("bruno");
  await open(reader, "general");
  // half of it is missing
  await dead(`{"sender_id":"ana","message":"mended ${key}"`);
  await turn("Dead letters");
  const row = page.locator(".table tbody tr").first();
  await row.waitFor();
  await row.getByRole("button", { name: "Open" }).click();
  const body = page.locator("#letter-body");
  assert.match(await body.inputValue(), new RegExp(key));
  await page.screenshot({ path: `${folder}ops-dead-letter.png` });
  await body.fill(
    JSON.stringify({ sender_id: "ana", channel_id: "general", client_id: key, message: `mended ${key}`, timestamp: new Date().toISOString() }),
  );
  await page.locator("dialog").getByRole("button", { name: "Replay" }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  await message(reader, `mended ${key}`).waitFor();
  await page.locator("select[name=state]").selectOption("replayed");
  await page.locator(".table tbody tr").first().waitFor();
  await reader.context().close();
});

test("what is hostile in a letter is only shown", async () => {
  await dead('<img src=x onerror="document.title=1"><script>document.title=2</script>' + randomUUID());
  await turn("Overview");
  await turn("Dead letters");
  await page.getByRole("button", { name: "Open" }).first().click();
  assert.match(await page.locator("#letter-body").inputValue(), /<script>/);
  assert.match(await page.title(), /^Recado/);
  await page.getByRole("button", { name: "Discard" }).click();
  await page.locator("#discard-note").fill("hostile");
  await page.locator("dialog").getByRole("button", { name: "Discard" }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.locator("select[name=state]").selectOption("discarded");
  await page.getByRole("button", { name: "Open" }).first().click();
  await page.locator("dialog", { hasText: "hostile" }).waitFor();
  await page.keyboard.press("Escape");
});

test("many letters are replayed together", async () => {
  for (let n = 0; n < 3; n++) await dead(`not json ${randomUUID()}`);
  await page.locator("select[name=state]").selectOption("waiting");
  await page.locator(".table tbody tr").nth(2).waitFor();
  for (let n = 0; n < 3; n++) await page.locator(".table tbody input[type=checkbox]").nth(n).check();
  await page.getByRole("button", { name: /Replay selected/ }).click();
  // they are no better than before, so they come back
  for (let n = 0; n < 3; n++) await page.locator("tbody tr").nth(n).locator("td", { hasText: /^2$/ }).waitFor();
  assert.equal(await page.locator(".error").first().innerText(), "");
});

test("a replay of very many moves, outlives a look at another page, and stops when it is cancelled", async () => {
  const all = 100_000;
  let done = 0;
  await page.route("**/api/ops/dead-letters/replay", async (route) => {
    assert.equal(route.request().postDataJSON().until, done ? "2026-01-01T00:00:00Z" : undefined);
    done += 1000;
    await new Promise((on) => setTimeout(on, 200));
    await route.fulfill({ json: { replayed: 1000, failed: 0, remain: all - done, until: "2026-01-01T00:00:00Z" } });
  });
  await page.getByRole("button", { name: "Replay all" }).click();
  const told = page.locator(".progress", { hasText: /[1-9],000 of 100,000 replayed/ });
  await told.waitFor();
  assert.equal(await page.locator("progress").evaluate((bar) => bar.max), all);
  await page.screenshot({ path: `${folder}ops-replaying.png` });
  await turn("Overview");
  const before = done;
  await until(() => done > before + 1000);
  await turn("Dead letters");
  await told.waitFor();
  await page.getByRole("button", { name: "Open" }).first().click();
  await page.keyboard.press("Escape");
  await page.locator(".progress").getByRole("button", { name: "Cancel" }).click();
  await page.locator(".progress").waitFor({ state: "detached" });
  const stopped = done;
  await page.locator(".table tbody tr").first().waitFor();
  assert.ok(stopped < all && done === stopped);
  await page.unroute("**/api/ops/dead-letters/replay");
});

test("a partition is paused with a note, says so, and goes on", async () => {
  const ana = await door("ana");
  const text = randomUUID();
  await turn("Overview");
  await page.getByRole("button", { name: "Pause" }).first().click();
  await page.locator("#pause-note").fill("store is moved");
  await page.locator("dialog").getByRole("button", { name: "Pause" }).click();
  await page.locator(".stale", { hasText: "Paused: partition 0" }).waitFor();
  await page.screenshot({ path: `${folder}ops-paused.png`, fullPage: true });
  // it counts as paused once no core stands in line
  const consumers = async () => (await ops("GET", "ops/partitions")).items[0].consumers;
  await until(async () => (await consumers()) === 0);
  await ana("POST", "channels/general/messages", { message: text });
  assert.equal((await ops("GET", "ops/partitions")).items[0].messages, 1);
  await page.getByRole("button", { name: "Resume" }).click();
  await page.locator(".stale", { hasText: "Paused" }).waitFor({ state: "detached" });
  const reader = await person("bruno");
  await open(reader, "general");
  await message(reader, text).waitFor();
  await reader.context().close();
});

test("the outbox and the record are found by their fields", async () => {
  const ana = await door("ana");
  await ana("POST", "channels/general/messages?wait=stored", { message: "@bruno olá" });
  await turn("Notifications");
  await page.locator("input[name=user]").fill("bruno");
  await page.getByRole("button", { name: "Find" }).click();
  await page.locator("tbody tr", { hasText: "general" }).first().waitFor();
  await turn("Record");
  await page.locator("input[name=action]").fill("partition.paused");
  await page.getByRole("button", { name: "Find" }).click();
  await page.locator("tbody tr", { hasText: "partition:0" }).first().waitFor();
  assert.deepEqual(complaints, []);
});

async function find(look, field, text) {
  await look.locator(`input[name=${field}]`).fill(text);
  await look.locator("main").getByRole("button", { name: /^(Find|Procurar)$/ }).click();
}

test("a channel is found by its beginning, and its members lead to their connections", async () => {
  const ana = await door("ana");
  const id = `seen-${randomUUID()}`;
  await ana("POST", "channels", { id, name: `<b>${id}</b>`, kind: "private", members: ["bruno"] });
  await ana("POST", `channels/${id}/messages?wait=stored`, { message: "olá" });
  await turn("Channels");
  await find(page, "prefix", "SEEN-");
  const row = page.locator("tbody tr", { hasText: id });
  await row.locator("td", { hasText: "private" }).waitFor();
  await row.getByRole("button").click();
  await page.locator("dialog td", { hasText: "member" }).first().waitFor();
  await page.screenshot({ path: `${folder}ops-channel.png` });
  assert.deepEqual(await faults(page), []);
  await page.locator("dialog a", { hasText: "bruno" }).click();
  await page.locator("input[name=user]").waitFor();
  assert.equal(await page.locator("input[name=user]").inputValue(), "bruno");
});

test("a connection is closed and its client comes back; signed out, it does not", async () => {
  const [user, password, ana] = [`seen-${randomUUID()}`, "correct horse", await door("ana")];
  await ops("POST", "ops/accounts", { username: user, password });
  await ana("POST", "channels", { id: user, name: "n", kind: "private", members: [user] });
  const reader = await person(user, { password });
  await open(reader, user);
  await turn("Connections");
  await find(page, "user", user);
  const row = page.locator("tbody tr", { hasText: "WebSocket" });
  await row.first().waitFor();
  await row.first().getByRole("button").click();
  await page.screenshot({ path: `${folder}ops-close.png` });
  assert.deepEqual(await faults(page), []);
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /^Close all/ }).click();
  await page.locator("dialog").getByRole("button", { name: "Close" }).click();
  await page.locator("[role=status]", { hasText: "Closed: 1." }).waitFor();
  // it is there again, as another one
  await page.locator("tbody td", { hasText: "WebSocket" }).waitFor();
  const text = randomUUID();
  await ana("POST", `channels/${user}/messages`, { message: text });
  await message(reader, text).waitFor();

  await page.getByRole("button", { name: /^Close all/ }).click();
  await page.locator("dialog").getByRole("checkbox").check();
  await page.locator("dialog").getByRole("button", { name: "Close" }).click();
  await page.locator(".no-data", { hasText: "not connected" }).waitFor();
  await reader.context().close();
  assert.deepEqual(complaints, []);
});

const PAGES = ["Dead letters", "Channels", "Connections", "Notifications", "Record"];

test("while a part is down each page says which, and goes on by itself", async () => {
  const mine = await person("ops", { path: "/ops/" });
  const down = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ status: 503, reason: "unavailable" }) };
  const flow = await ops("GET", "ops/flow");
  flow.stores.postgres = { state: "down", detail: "no answer", took_ms: 2000 };
  await mine.route("**/api/ops/**", (route) =>
    route.request().url().endsWith("/flow")
      ? route.fulfill({ json: { ...flow, at: new Date().toISOString() } })
      : route.fulfill(down),
  );
  for (const name of PAGES) {
    await mine.locator(".tabs a", { hasText: name }).click();
    if (name === "Connections") await find(mine, "user", "ops");
    await mine.locator(".trouble", { hasText: "PostgreSQL" }).waitFor();
    await mine.locator(".error", { hasText: "The server cannot do that" }).waitFor();
    // the error may still be that of the page before
    await mine.locator("main", { hasText: "Loading" }).waitFor({ state: "detached" });
  }
  await mine.locator(".tabs a", { hasText: "Channels" }).click();
  await mine.locator(".no-data", { hasText: "Trying again" }).waitFor();
  await mine.screenshot({ path: `${folder}ops-outage.png` });
  assert.deepEqual(await faults(mine), []);
  await mine.locator(".tabs a", { hasText: "Overview" }).click();
  await mine.locator(".store.down", { hasText: "PostgreSQL" }).waitFor();
  await mine.locator(".error", { hasText: "The server cannot do that" }).waitFor();
  await mine.unroute("**/api/ops/**");
  await mine.locator("td", { hasText: "recado.commands.0" }).or(mine.locator("th", { hasText: "recado.commands.0" })).first().waitFor();
  for (const name of PAGES) {
    await mine.route("**/api/ops/**", (route) => route.abort());
    await mine.locator(".tabs a", { hasText: name }).click();
    if (name === "Connections") await find(mine, "user", "ops");
    await mine.locator(".error", { hasText: "cannot be reached" }).waitFor();
    await mine.unroute("**/api/ops/**");
    await mine.locator(".trouble").waitFor({ state: "detached" });
    await until(async () => (await mine.locator("main .error").first().innerText()) === "");
  }
  await mine.context().close();
});

test("the way of a message is found by its client id", async () => {
  const ana = await door("ana");
  const key = randomUUID();
  await ana("POST", "channels/general/messages?wait=stored", { message: "on its way", client_id: key });
  const published = async () => (await ops("GET", `ops/messages/${key}/timeline`).catch(() => ({ steps: [] }))).steps;
  await until(async () => (await published()).some(({ step, state }) => step === "published" && state === "done"));
  for (const look of looks) {
    const mine = await person("ops", { ...look, path: "/ops/#/messages" });
    await mine.locator("input[name=id]").fill("no-such-key");
    await mine.locator(".filters button").click();
    await mine.locator(".error", { hasText: /No such|Não há/ }).waitFor();
    await mine.locator("input[name=id]").fill(key);
    await mine.locator(".filters button").click();
    await mine.locator(".steps li").nth(7).waitFor();
    await mine.screenshot({ path: `${folder}ops-messages-${look.language}-${look.width}.png`, fullPage: true });
    assert.ok(await fits(mine));
    assert.deepEqual(await faults(mine), []);
    assert.match(await mine.locator(".steps li").nth(7).innerText(), /Published|Publicada/);
    await mine.context().close();
  }
});

for (const look of looks) {
  test(`the operator's pages fit and are accessible: ${look.language} ${look.width}`, async () => {
    await dead(`not json ${randomUUID()}`);
    const reader = await person("bruno");
    await open(reader, "general");
    const mine = await person("ops", { ...look, path: "/ops/" });
    for (const name of ["overview", "dead-letters", "channels", "people/bruno", "notifications", "record"]) {
      const [page, more] = name.split("/");
      await mine.locator(`.tabs a[href="#/${page}"]`).click();
      if (more) await find(mine, "user", more);
      await mine.locator("main table").first().waitFor();
      await mine.screenshot({ path: `${folder}ops-${page}-${look.language}-${look.width}.png`, fullPage: true });
      assert.ok(await fits(mine), name);
      assert.deepEqual(await faults(mine), [], name);
    }
    await mine.context().close();
    await reader.context().close();
  });
}

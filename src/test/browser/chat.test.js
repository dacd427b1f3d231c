import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { address, box, close, complaints, door, launch, message, open, person, stranger, write } from "./browser.js";
import { wireTo } from "./wire.js";

let ana, bruno, asAna, asBruno, asCarla, wire;

before(async () => {
  await launch();
  [asAna, asBruno, asCarla, wire] = await Promise.all([door("ana"), door("bruno"), door("carla"), wireTo(address)]);
  [ana, bruno] = await Promise.all([person("ana", { at: wire.address }), person("bruno", { language: "pt-BR" })]);
  await Promise.all([open(ana, "general"), open(bruno, "general")]);
});

after(async () => {
  await close();
  wire.close();
});

const channelWith = async (...members) =>
  (await asAna("POST", "channels", { name: `Room ${crypto.randomUUID().slice(0, 4)}`, kind: "private", members })).id;

const said = () => `said ${crypto.randomUUID()}`;

test("what ana writes bruno reads, and ana sees it stored", async () => {
  const text = said();
  await write(ana, text);
  await message(bruno, text).waitFor();
  await message(ana, text).locator(".mark.stored").waitFor();
  assert.equal(await message(ana, text).count(), 1);
  assert.equal(await box(ana).inputValue(), "");
});

test("an edit reaches bruno in its place", async () => {
  const [text, better] = [said(), said()];
  await write(ana, text);
  await message(ana, text).locator(".mark.stored").waitFor();
  await box(ana).press("ArrowUp");
  await ana.locator(".write.editing textarea").fill(better);
  await ana.keyboard.press("Enter");
  await message(bruno, better).getByText("(editada)").waitFor();
  await message(ana, better).locator(".mark.stored").waitFor();
  assert.equal(await message(bruno, text).count(), 0);
});

test("a deleted message is gone for bruno, by the keyboard alone", async () => {
  const text = said();
  await write(ana, text);
  await message(ana, text).locator(".mark.stored").waitFor();
  const seen = message(bruno, text);
  await seen.waitFor();
  await message(ana, text).focus();
  await ana.keyboard.press("Delete");
  await ana.locator("dialog[open]").waitFor();
  await ana.keyboard.press("Enter");
  await seen.waitFor({ state: "detached" });
  await message(bruno, "Mensagem apagada").last().waitFor();
  await message(ana, "Message deleted").last().waitFor();
});

test("after a reload everything is still there, once and in order", async () => {
  const texts = [said(), said(), said()];
  for (const text of texts) await write(ana, text);
  await message(ana, texts.at(-1)).locator(".mark.stored").waitFor();
  for (const page of [ana, bruno]) {
    await page.reload();
    await message(page, texts.at(-1)).waitFor();
    const shown = await page.locator(".message .prose").allInnerTexts();
    assert.deepEqual(shown.filter((text) => texts.includes(text)), texts);
  }
});

test("a lost connection is said; what was written meanwhile arrives once when it is back", async () => {
  const [mine, theirs] = [said(), said()];
  wire.cut();
  await ana.locator(".line-lost").waitFor();
  await write(ana, mine);
  await message(ana, mine).locator(".mark.waiting").waitFor();
  await write(bruno, theirs);
  wire.mend();
  await ana.locator(".line-back").waitFor();
  await message(ana, mine).locator(".mark.stored").waitFor();
  await message(ana, theirs).waitFor();
  await message(bruno, mine).waitFor();
  assert.equal(await message(bruno, mine).count(), 1);
});

test("what is unsent outlives leaving the page and coming back", async () => {
  const text = said();
  wire.cut();
  await ana.locator(".line-lost").waitFor();
  await write(ana, text);
  await message(ana, text).locator(".mark.waiting").waitFor();
  ana.once("dialog", (warning) => warning.accept());
  await ana.goto("about:blank");
  wire.mend();
  await ana.goto(`${wire.address}/#/c/general`);
  await message(ana, text).locator(".mark.stored").waitFor();
  await message(bruno, text).waitFor();
  assert.equal(await message(bruno, text).count(), 1);
});

test("a refused message says why, and goes under the same client_id when tried again", async () => {
  const id = await channelWith("bruno");
  await bruno.locator(`a.channel[href="#/c/${id}"]`).waitFor();
  await open(bruno, id);
  await asAna("PUT", `channels/${id}/members/bruno/mute`, { until: new Date(Date.now() + 3_600_000).toISOString() });
  const text = said();
  await write(bruno, text);
  await message(bruno, text).getByText("Você está silenciado neste canal.").waitFor();
  await asAna("DELETE", `channels/${id}/members/bruno/mute`);
  const clientId = await message(bruno, text).getAttribute("data-key");
  await message(bruno, text).getByRole("button", { name: "Tentar de novo" }).click();
  await message(bruno, text).locator(".mark.stored").waitFor();
  const { messages } = await asAna("GET", `channels/${id}/messages?limit=10`);
  assert.deepEqual(messages.map((one) => one.client_id), [clientId]);
  await open(bruno, "general");
});

test("unread messages are counted on their channel until it is read", async () => {
  const id = await channelWith("bruno", "carla");
  const link = bruno.locator(`a.channel[href="#/c/${id}"]`);
  await link.waitFor();
  await asCarla("POST", `channels/${id}/messages`, { message: said() });
  await asCarla("POST", `channels/${id}/messages`, { message: said() });
  await link.getByText("2 mensagens não lidas").waitFor();
  await link.click();
  await link.locator(".badge").waitFor({ state: "detached" });
  await readAsBruno(id, 2);
  await open(bruno, "general");
});

async function readAsBruno(id, seq) {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const mine = (await asBruno("GET", "channels")).find((channel) => channel.id === id);
    if (mine.read_seq >= seq && mine.unread === 0) return;
    assert.ok(Date.now() < deadline, `read_seq ${mine.read_seq}, unread ${mine.unread}`);
  }
}

test("what is read on one device is read on the other", async () => {
  const id = await channelWith("bruno");
  const other = await person("bruno");
  await open(other, "general");
  const badges = [bruno, other].map((page) => page.locator(`a.channel[href="#/c/${id}"] .badge`));
  await asAna("POST", `channels/${id}/messages`, { message: said() });
  await Promise.all(badges.map((badge) => badge.waitFor()));
  await open(bruno, id);
  await badges[1].waitFor({ state: "detached" });
  await open(bruno, "general");
  await other.context().close();
});

test("who is typing is shown until they have written", async () => {
  const text = said();
  await open(bruno, "general");
  await box(ana).fill("sa");
  await bruno.getByText("ana está digitando…").waitFor();
  await write(ana, text);
  await message(bruno, text).waitFor();
  await bruno.getByText("ana está digitando…").waitFor({ state: "detached" });
});

test("earlier messages come while scrolling up, in order, and the reader keeps the place", async () => {
  const id = await channelWith("bruno", "carla");
  const people = [asAna, asBruno, asCarla];
  for (let n = 1; n <= 150; n++) await people[n % 3]("POST", `channels/${id}/messages?wait=stored`, { message: `number ${n}.` });
  const reader = await person("bruno");
  await open(reader, id);
  await message(reader, "number 150.").waitFor();
  assert.equal(await message(reader, "number 20.").count(), 0);
  for (const [earliest, earlier] of [["number 101.", "number 51."], ["number 51.", "number 1."]]) {
    await message(reader, earliest).waitFor();
    await reader.locator(".scroller").evaluate((element) => (element.scrollTop = 0));
    await message(reader, earlier).waitFor();
    const { y } = await message(reader, earliest).boundingBox();
    assert.ok(y > 0 && y < 400, `${earliest} went from the top to ${y}`);
  }
  const shown = await reader.locator(".message .prose").allInnerTexts();
  assert.deepEqual(shown, Array.from({ length: 150 }, (_, at) => `number ${at + 1}.`));
  await reader.context().close();
});

test("a channel is made, someone is let in, and one leaves again", async () => {
  const name = `Plans ${crypto.randomUUID().slice(0, 4)}`;
  await ana.getByRole("button", { name: "New channel" }).click();
  await ana.keyboard.type(name);
  await ana.getByRole("button", { name: "Create channel" }).click();
  await ana.getByRole("heading", { level: 1, name }).waitFor();
  if (!(await ana.locator(".members-pane").isVisible())) await ana.locator("[aria-controls=members]").click();
  await ana.getByLabel("User name to add").fill("bruno");
  await ana.keyboard.press("Enter");
  await ana.locator(".members").getByText("bruno").waitFor();
  await bruno.locator("a.channel", { hasText: name }).click();
  await bruno.locator("[aria-controls=members]").click();
  await bruno.getByRole("button", { name: "Sair do canal" }).click();
  await bruno.locator("dialog[open]").getByRole("button", { name: "Sair do canal" }).click();
  await bruno.locator("a.channel", { hasText: name }).waitFor({ state: "detached" });
  await ana.locator(".members").getByText("bruno").waitFor({ state: "detached" });
  await open(ana, "general");
  await open(bruno, "general");
});

test("a wrong password is answered in the reader's language", async () => {
  const page = await stranger({ language: "pt-BR" });
  await page.goto(address);
  assert.equal(await page.locator("html").getAttribute("lang"), "pt");
  await page.locator("#username").fill("ana");
  await page.locator("#password").fill("wrong");
  await page.keyboard.press("Enter");
  await page.getByText("O nome de usuário ou a senha está errado.").waitFor();
  await page.context().close();
});

test("a page whose token is over goes on with the next one", async () => {
  const page = await person("carla");
  await open(page, "general");
  await page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem("recado.session"));
    sessionStorage.setItem("recado.session", JSON.stringify({ ...kept, token: "over" }));
  });
  await page.reload();
  const text = said();
  await write(page, text);
  await message(page, text).locator(".mark.stored").waitFor();
  await page.context().close();
});

test("who is signed out elsewhere is asked to sign in again", async () => {
  const page = await person("carla");
  await open(page, "general");
  const { session_id } = await page.evaluate(() => JSON.parse(sessionStorage.getItem("recado.session")));
  await asCarla("DELETE", `me/sessions/${session_id}`);
  await page.getByText("Your session has ended.").waitFor();
  await page.locator("#username").waitFor();
  await page.context().close();
});

test("signing out leaves nothing behind", async () => {
  const page = await person("carla");
  await open(page, "general");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.locator("#username").waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length + localStorage.length), 0);
  await page.context().close();
});

test("operators see what flows, others are told that they may not", async () => {
  const ops = await person("ops", { path: "/ops/" });
  await ops.locator("recado-chart canvas").first().waitFor();
  await write(ana, said());
  for (const store of ["PostgreSQL", "MongoDB", "Redis", "AMQP"]) {
    await ops.locator(".store.up", { hasText: store }).waitFor();
  }
  await ops.locator("tr", { hasText: "message.create" }).waitFor();
  const other = await person("carla", { path: "/ops/" });
  await other.getByText("This page is for operators").waitFor();
  await Promise.all([ops.context().close(), other.context().close()]);
});

test("no page complained", () => assert.deepEqual(complaints, []));

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { device, pushable } from "./device.js";
import { close, complaints, door, launch, message, open, person } from "./browser.js";

const folder = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));

const looks = ["en-US", "pt-BR"].flatMap((language) =>
  [false, true].flatMap((dark) => [360, 1600].map((width) => ({ language, dark, width, height: width === 360 ? 740 : 900 }))),
);
const named = ({ language, dark, width }) => `${language.slice(0, 2)}-${dark ? "dark" : "light"}-${width}`;

// how many answers a chart has before it is photographed
const POINTS = 10;

const talk = [
  ["ana", "Bom dia! Alguém já olhou a fila de ontem à noite?"],
  ["bruno", "Olhei agora. Nada nas cartas mortas, e o maior atraso foi de 340 ms."],
  ["carla", "Did the consumer pick up where it left off?"],
  ["bruno", "Yes: no hole in seq, nothing doubled.\nThe cursor resumed at 48 213."],
  ["ana", "Perfeito. O resto está em https://recado.example/ops/"],
];

let people, room;

before(async () => {
  mkdirSync(folder, { recursive: true });
  await launch();
  people = Object.fromEntries(await Promise.all(["ana", "bruno", "carla"].map(async (user) => [user, await door(user)])));
  room = (await people.ana("POST", "channels", { name: "Lançamento", kind: "private", members: ["bruno", "carla"] })).id;
  for (const [user, text] of talk) await people[user]("POST", `channels/${room}/messages?wait=stored`, { message: text });
  await beNoticed();
});

/** Ana is told of some things, and of others not. */
async function beNoticed() {
  const say = (user, channel, message) => people[user]("POST", `channels/${channel}/messages?wait=stored`, { message });
  const { id } = await people.bruno("POST", "channels", { name: "Plantão", kind: "private", members: ["ana"] });
  await people.ana("PUT", `channels/${id}/notification-preference`, { level: "all", muted_until: "9999-12-31T00:00:00Z" });
  await say("bruno", id, "Alguém de plantão?");
  await say("carla", "general", "Good morning, all");
  await say("carla", room, "@ana, can you check the queue?");
  await say("bruno", "ana-bruno", "Oi, Ana");
}

after(close);

/** Says things in turn, so that the charts have something to draw, until `done`. */
async function chatterUntil(done) {
  const users = Object.values(people);
  for (let turn = 0; !(await done()); turn++) {
    const channel = ["general", "random"][turn % 2];
    await users[turn % 3]("POST", `channels/${channel}/messages?wait=stored`, { message: `${turn + 1}. ${talk[turn % talk.length][1]}` });
  }
}

for (const look of looks) {
  test(`notifications fit and read well: ${named(look)}`, async () => {
    const page = await person("ana", look);
    const server = await device(page, { email: { on: true }, webhook: { on: true } });
    server.addresses.push({ id: "1", way: "email", label: "e-mail", address: "ana@recado.example", confirmed: false, gone: false });
    server.addresses.push({ id: "2", way: "push", label: "Firefox, Android", address: null, confirmed: true, gone: false });
    await pushable(page, "granted");
    await page.reload();
    await open(page, room);
    const photograph = async (what) => {
      await page.screenshot({ path: `${folder}${what}-${named(look)}.png` });
      assert.ok(await fits(page));
    };
    await page.locator("#wishes").click();
    await page.locator("dialog [name=mute]").first().waitFor();
    await photograph("wishes");
    await page.keyboard.press("Escape");
    await page.locator(".bell-button:visible").click();
    await page.locator(".notification").nth(3).waitFor();
    await photograph("bell");
    await page.keyboard.press("ArrowRight");
    await page.locator("dialog [name=quiet]").check();
    await page.locator("#push").waitFor();
    await photograph("settings");
    await page.locator("#way-webhook").fill("https://hooks.recado.example/ana");
    await page.keyboard.press("Enter");
    await page.locator(".secret").scrollIntoViewIfNeeded();
    await photograph("ways");
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

/** Nothing may stick out sideways. */
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

for (const look of looks) {
  test(`chat page fits and reads well: ${named(look)}`, async () => {
    await people.bruno("POST", "channels/ana-bruno/messages?wait=stored", { message: "Ana, tem cinco minutos?" });
    const page = await person("ana", look);
    if (look.width === 360) {
      await page.locator("a.channel").first().waitFor();
      await page.screenshot({ path: `${folder}channels-${named(look)}.png` });
    }
    await open(page, room);
    await message(page, talk.at(-1)[1]).waitFor();
    await page.screenshot({ path: `${folder}chat-${named(look)}.png` });
    assert.ok(await fits(page));
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

test("ops page fits, reads well and draws what flows", async () => {
  const listeners = await Promise.all(["ana", "bruno", "carla"].map((user) => person(user)));
  const pages = [];
  // one after the other: sign-ins of one name at once look like guesses
  for (const look of looks) pages.push(await person("ops", { ...look, path: "/ops/" }));
  const drawn = (page) => page.evaluate(() => document.querySelector("recado-chart")?.times.length ?? 0);
  await chatterUntil(async () => (await drawn(pages.at(-1))) >= POINTS);
  for (const [at, page] of pages.entries()) {
    assert.ok((await drawn(page)) > 1);
    // so much was photographed before that what was said then may be over
    await chatterUntil(async () => (await page.locator(".figures dd").first().innerText()) !== "0");
    await page.screenshot({ path: `${folder}ops-${named(looks[at])}.png`, fullPage: true });
    assert.ok(await fits(page));
  }
  assert.deepEqual(complaints, []);
  await Promise.all([...pages, ...listeners].map((page) => page.context().close()));
});

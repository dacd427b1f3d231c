import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { close, complaints, door, launch, message, open, person } from "./browser.js";

const folder = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));

const looks = ["en-US", "pt-BR"].flatMap((language) =>
  [false, true].flatMap((dark) => [360, 1600].map((width) => ({ language, dark, width, height: width === 360 ? 740 : 900 }))),
);
const named = ({ language, dark, width }) => `${language.slice(0, 2)}-${dark ? "dark" : "light"}-${width}`;

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
});

/** Something to read for whoever comes next, and something that flows for the charts. */
async function chatter() {
  await people.carla("POST", "channels/random/messages?wait=stored", { message: "Quem vem almoçar?" });
  await people.bruno("POST", "channels/ana-bruno/messages?wait=stored", { message: "Ana, tem cinco minutos?" });
}

after(close);

/** Nothing may stick out sideways. */
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

for (const look of looks) {
  test(`chat page fits and reads well: ${named(look)}`, async () => {
    await chatter();
    const page = await person("ana", look);
    if (look.width === 360) await page.screenshot({ path: `${folder}channels-${named(look)}.png` });
    await open(page, room);
    await message(page, talk.at(-1)[1]).waitFor();
    await page.screenshot({ path: `${folder}chat-${named(look)}.png` });
    assert.ok(await fits(page));
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test(`ops page fits and reads well: ${named(look)}`, async () => {
    const page = await person("ops", { ...look, path: "/ops/" });
    await page.locator("recado-chart canvas").first().waitFor();
    await chatter();
    await page.locator(".u-value", { hasText: /^[1-9]/ }).first().waitFor();
    await page.screenshot({ path: `${folder}ops-${named(look)}.png`, fullPage: true });
    assert.ok(await fits(page));
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** The address of the running server; the script that starts these tests sets it. */
export const address = process.env.RECADO_URL?.replace(/\/$/, "");
if (!address) throw new Error("RECADO_URL is not set: start these tests by ./browser-tests");

/** What the pages complained about: errors, broken rules of the content security policy, files that are not there. */
export const complaints = [];

// The browser itself reports each refused sign-in and each lost connection, which these tests cause on purpose.
const MEANT = /status of 40[13] |net::ERR_|WebSocket connection to/;
const complain = (text) => MEANT.test(text) || complaints.push(text);

let browser;

export async function launch() {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

export const close = () => browser.close();

/** A page of a browser that belongs to nobody yet. */
export async function stranger({ language = "en-US", dark = false, width = 1200, height = 800 } = {}) {
  const colorScheme = dark ? "dark" : "light";
  const context = await browser.newContext({ locale: language, colorScheme, viewport: { width, height }, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => complain(String(error)));
  page.on("console", (message) => message.type() === "error" && complain(message.text()));
  return page;
}

/** A page on which `user` is signed in, by the keyboard. */
export async function person(user, { at = address, path = "/", password = user, ...look } = {}) {
  const page = await stranger(look);
  await page.goto(at + path);
  await page.locator("#username").fill(user);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.locator("#username").waitFor({ state: "detached" });
  return page;
}

export async function open(page, channel) {
  await page.goto(`${new URL(page.url()).origin}/#/c/${channel}`);
  await page.locator(".talk-foot textarea").waitFor();
}

export const box = (page) => page.locator(".talk-foot textarea");
export const message = (page, text) => page.locator(".message", { hasText: text });

export async function write(page, text) {
  await box(page).fill(text);
  await box(page).press("Enter");
}

/** The REST door, as `user`. */
export async function door(user) {
  const call = async (method, path, body, token) => {
    const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
    const response = await fetch(`${address}/api/${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
  const { token } = await call("POST", "session", { username: user, password: user });
  return (method, path, body) => call(method, path, body, token);
}

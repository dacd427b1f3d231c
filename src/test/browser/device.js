import { address } from "./browser.js";

const ALL_ON = { push: { on: true, key: "BAAAAA" }, webhook: { on: false }, email: { on: false } };

/** The ways of a server that has these, and the addresses that the page gives it, answered in its place. */
export async function device(page, ways) {
  const server = { subscriptions: [], addresses: [] };
  const add = (way, confirmed, rest) => server.addresses.push({ id: `${way}-${server.subscriptions.length}`, way, label: rest.label ?? way, address: null, confirmed, gone: false, created_at: new Date().toISOString(), ...rest });
  const at = (path, answer) => page.context().route(`${address}/api/me/${path}`, async (route) => {
    const [status, json] = answer(route.request());
    await route.fulfill(json ? { status, json } : { status });
  });
  await at("notification-ways", () => [200, { ...ALL_ON, ...ways }]);
  await at("notification-addresses", () => [200, { items: server.addresses, next: null }]);
  await at("notification-addresses/*", (request) => {
    server.addresses = server.addresses.filter(({ id }) => !request.url().endsWith(id));
    return [204];
  });
  await at("push-subscriptions", (request) => {
    server.subscriptions.push(request.postDataJSON());
    add("push", true, { label: request.postDataJSON().label });
    return [201, { id: server.addresses.at(-1).id }];
  });
  await at("webhooks", (request) => {
    add("webhook", true, { address: request.postDataJSON().url });
    return [201, { id: server.addresses.at(-1).id, secret: "shown-once" }];
  });
  await at("email", (request) => {
    add("email", false, request.postDataJSON());
    return [202];
  });
  return server;
}

/**
 * A browser whose push service is there, in pages opened from now on: Chromium's own is not, without network. All else of
 * the way to the device is the browser's. `window.asked` counts how often permission was asked for.
 */
export async function pushable(page, permission) {
  const context = page.context();
  const own = await (await context.newCDPSession(page)).send("Target.getTargetInfo");
  const { browserContextId } = own.targetInfo;
  // it holds for as long as the session, which ends with the browser
  const session = await context.browser().newBrowserCDPSession();
  await session.send("Browser.setPermission", { permission: { name: "notifications" }, setting: permission, origin: address, browserContextId });
  await context.addInitScript(() => {
    window.asked = 0;
    const ask = Notification.requestPermission.bind(Notification);
    Notification.requestPermission = () => {
      window.asked++;
      return ask();
    };
    const kept = () => JSON.parse(sessionStorage.getItem("test.push") ?? "0");
    const subscription = (n) => ({
      toJSON: () => ({ endpoint: `https://push.recado.example/${n}`, keys: { p256dh: "p", auth: "a" } }),
      unsubscribe: async () => sessionStorage.removeItem("test.push"),
    });
    PushManager.prototype.getSubscription = async () => (kept() ? subscription(kept()) : null);
    PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
      if (!userVisibleOnly || !applicationServerKey.length) throw new Error("not to be had");
      sessionStorage.setItem("test.push", JSON.stringify(kept() + 1));
      return subscription(kept());
    };
  });
}

/**
 * Hands the page's service worker what the push service would, and waits until it is done with it: who asks for its
 * notifications while Chromium is at showing one may make it forget that.
 */
export async function deliver(page, payload) {
  const session = await page.context().newCDPSession(page);
  const first = (event, fits) => new Promise((known) => session.on(event, (told) => fits(told) && known(told)));
  const registered = first("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations.length);
  const done = first("BackgroundService.backgroundServiceEventReceived", (told) => told.backgroundServiceEvent.eventName === "Push event completed");
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  // else those of the pushes before are told again
  await session.send("BackgroundService.clearEvents", { service: "pushMessaging" });
  await session.send("BackgroundService.startObserving", { service: "pushMessaging" });
  await session.send("BackgroundService.setRecording", { shouldRecord: true, service: "pushMessaging" });
  await session.send("ServiceWorker.enable");
  const { registrationId } = (await registered).registrations.at(-1);
  await session.send("ServiceWorker.deliverPushMessage", { origin: address, registrationId, data: JSON.stringify(payload) });
  await done;
  await session.detach();
}

/** The notifications that this device shows. */
export const shown = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });

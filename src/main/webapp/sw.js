// The service worker: shows what the server pushes to this device, and leads from there to the page. It answers no
// request of the page. A classic script, since not every browser takes a module here.

const WORDS = {
  en: { many: (n) => (n === 1 ? "1 new message" : `${n} new messages`), some: "New messages" },
  pt: { many: (n) => (n === 1 ? "1 mensagem nova" : `${n} mensagens novas`), some: "Mensagens novas" },
};
const ANSWER_MS = 500;

const asked = new URL(self.location).searchParams.get("lang");
const language = asked in WORDS ? asked : "en";
const words = WORDS[language];

// a browser that is woken must show something, even for what it cannot read
function payload(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

function title({ sender_id, sender_name, channel_id, channel_name, channel_kind }) {
  const who = sender_name ?? sender_id ?? "Recado";
  const where = channel_name ?? channel_id;
  return channel_kind === "direct" || !where ? who : `${who} · ${where}`;
}

const options = ({ channel_id, messages, mention, text, at }) => ({
  body: text ?? (messages ? words.many(messages) : words.some),
  icon: "img/recado.svg",
  lang: language,
  ...(channel_id && { tag: `channel:${channel_id}`, renotify: Boolean(mention) }),
  ...(at && { timestamp: Date.parse(at) }),
  data: { channel_id },
});

/** The open pages that show channels, the one that was used last first. */
async function pages() {
  const all = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const home = new URL(self.registration.scope).pathname;
  return all.filter(({ url }) => [home, `${home}index.html`].includes(new URL(url).pathname));
}

/** Whether the page says that the channel is what it shows; one that says nothing does not. */
const looksAt = (client, channel_id) =>
  new Promise((answer) => {
    const { port1, port2 } = new MessageChannel();
    const settle = (yes) => {
      port1.close();
      answer(yes);
    };
    port1.onmessage = ({ data }) => settle(data);
    setTimeout(settle, ANSWER_MS, false);
    client.postMessage({ type: "looks-at", channel_id }, [port2]);
  });

async function isLookedAt(channel_id) {
  const before = (await pages()).filter(({ focused, visibilityState }) => focused && visibilityState === "visible");
  return (await Promise.all(before.map((client) => looksAt(client, channel_id)))).includes(true);
}

async function show(told) {
  if (told.channel_id && (await isLookedAt(told.channel_id))) return;
  await self.registration.showNotification(title(told), options(told));
}

async function lead(channel_id) {
  const [client] = await pages();
  const hash = channel_id ? `#/c/${encodeURIComponent(channel_id)}` : "#/";
  if (!client) return self.clients.openWindow(new URL(`./${hash}`, self.registration.scope));
  if (channel_id) client.postMessage({ type: "open", channel_id });
  await client.focus();
}

async function tellOne(message) {
  const [client] = await pages();
  client?.postMessage(message);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => event.waitUntil(show(payload(event.data))));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(tellOne({ type: "changed" })));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data?.channel_id));
});

// Each fault of faulty.mjs is found by the kit: by the claim that names it, and by the kit's exit status.
//   KIT_AMQP="amqp://… amqp://…" GATEWAY_USER=name:password node faults.mjs
// As many are tried at once as there are addresses: each its own virtual host.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { FAULTS } from "./faulty.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const KIT = path("../../gateway/conformance/run.mjs");

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return String(port);
}

async function found(fault, { claim, needs }, broker) {
  const [port, rest, cut] = await Promise.all([freePort(), freePort(), freePort()]);
  const amqp = new URL(broker);
  const own = new URL(amqp);
  [own.username, own.password] = process.env.GATEWAY_USER.split(":");
  if (needs === "cut") own.port = cut;
  const env = {
    ...process.env,
    GATEWAY_AMQP: own.href,
    GATEWAY_REST: `http://127.0.0.1:${rest}`,
    GATEWAY_PORT: port,
    GATEWAY_NAME: `faulty-${port}`,
  };
  const options = ["--socket", `ws://127.0.0.1:${port}/socket`, "--amqp", amqp.href, "--rest", rest, "--only", claim];
  if (needs === "cut") options.push("--cut", cut);
  if (claim.startsWith("a command")) options.push("--only", "accepted is the answer"); // it makes one to look at
  const gateway = spawn(process.execPath, [path("faulty.mjs"), fault], { env, stdio: "ignore" });
  const kit = spawn(process.execPath, [KIT, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  kit.stdout.on("data", (data) => (said += data));
  const [status] = await once(kit, "close");
  gateway.kill();
  const isFound = status === 1 && said.split("\n").some((line) => line.startsWith("FAILED") && line.includes(claim));
  console.log(`${isFound ? "ok      found" : "FAILED  not found"}: ${fault}`);
  if (!isFound) console.log(said);
  return isFound;
}

const left = Object.entries(FAULTS);
let missed = 0;
async function work(broker) {
  for (let next = left.shift(); next; next = left.shift()) if (!(await found(...next, broker))) missed++;
}
await Promise.all(process.env.KIT_AMQP.split(" ").map(work));
console.log(`faults=${Object.keys(FAULTS).length} missed=${missed}`);
process.exit(missed === 0 ? 0 : 1);

#!/usr/bin/env node
// Plays the clients on one side of a gateway and the core on the other, and says which claims of the contract it keeps.
//   node run.mjs --socket ws://127.0.0.1:4000/socket --amqp amqp://… [--rest PORT] [--cut PORT] …
// docs/gateway.md says what each option is for. Ends with 0 where every claim that was tried holds.

import { parseArgs } from "node:util";
import { Core } from "./core.mjs";
import { Cut } from "./cut.mjs";
import { Stage } from "./stage.mjs";
import { commands } from "./claims/commands.mjs";
import { events } from "./claims/events.mjs";
import { frames } from "./claims/frames.mjs";
import { outages } from "./claims/outages.mjs";
import { receipts } from "./claims/receipts.mjs";
import { resume } from "./claims/resume.mjs";
import { sockets } from "./claims/sockets.mjs";

const { values: options } = parseArgs({
  options: {
    socket: { type: "string" },
    amqp: { type: "string" },
    rest: { type: "string" },
    cut: { type: "string" },
    secret: { type: "string" },
    token: { type: "string", multiple: true, default: [] },
    channel: { type: "string" },
    asyncapi: { type: "string", default: new URL("../../../docs/asyncapi.yaml", import.meta.url).pathname },
    only: { type: "string", multiple: true, default: [] },
    skip: { type: "string", multiple: true, default: [] },
  },
});
if (!options.socket || !options.amqp) {
  console.error(
    "usage: run.mjs --socket ws://… --amqp amqp://… [--rest PORT] [--cut PORT] [--secret S | --token user=T…]",
  );
  console.error("       [--channel ID] [--only WORD…] [--skip WORD…] [--asyncapi FILE]");
  process.exit(2);
}

const core = await Core.start(options);
const cut = options.cut && (await Cut.start(options));
const stage = new Stage(core, cut, options);

// needs: history = channels and pages are the kit's own; cut = it can take the broker away
const lacking = {
  history: options.channel && "the gateway has channels of its own",
  cut: !cut && "without --cut",
};
const counts = { ok: 0, failed: 0, skipped: 0 };

async function tried({ name, needs, holds }) {
  if (options.only.length > 0 && !options.only.some((word) => name.includes(word))) return;
  const why = lacking[needs] || (options.skip.some((word) => name.includes(word)) && "--skip");
  if (why) {
    counts.skipped++;
    console.log(`skip    ${name} (${why})`);
    return;
  }
  try {
    await holds(stage);
    counts.ok++;
    console.log(`ok      ${name}`);
  } catch (failure) {
    counts.failed++;
    console.log(`FAILED  ${name}\n        ${failure.message.replaceAll("\n", "\n        ")}`);
  } finally {
    stage.clear();
  }
}

await stage.gatewayIsUp();
const claims = [sockets, frames, commands, receipts, events, resume, outages].flat();
for (const claim of claims) await tried(claim);
for (const claim of core.standingClaims()) await tried(claim);

console.log(`claims=${counts.ok + counts.failed} failed=${counts.failed} skipped=${counts.skipped}`);
await core.stop();
cut?.stop();
process.exit(counts.failed === 0 && counts.ok > 0 ? 0 : 1);

// The schemas of docs/asyncapi.yaml, each message by its title.

import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";

/** Validators by the type of a command, such as `message.create`. */
export function commandSchemas(file) {
  const document = parse(readFileSync(file, "utf8"));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addFormat("int64", true);
  ajv.addSchema({ $id: "asyncapi", components: document.components });
  const byType = new Map();
  for (const name of Object.keys(document.channels.commands.messages)) {
    const type = document.components.messages[name].title.split(" ")[0];
    byType.set(type, ajv.compile({ $ref: `asyncapi#/components/messages/${name}/payload` }));
  }
  return byType;
}

/** What is wrong with a command's body, as one line; empty where nothing is. */
export function faults(schemas, body) {
  if (typeof body !== "object" || body === null) return "no JSON object";
  const check = schemas.get(body.type ?? "message.create");
  if (!check) return `no such type: ${body.type}`;
  return check(body) ? "" : check.errors.map((e) => `${e.instancePath || "/"} ${e.message}`).join(", ");
}

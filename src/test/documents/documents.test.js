// docs/asyncapi.yaml and META-INF/openapi.yaml are what their specifications say, and the examples what their schemas say.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { openApiFaults } from "./openapi.js";

const require = createRequire(import.meta.url);
const read = (name) => parse(readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8"));
const asyncapi = read("docs/asyncapi.yaml");
const { messages } = asyncapi.components;

function checker() {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  addFormats(ajv);
  return ajv.addFormat("int64", Number.isSafeInteger);
}

const payloads = checker().addSchema({ $id: "asyncapi", components: asyncapi.components });
const payload = (name) => payloads.compile({ $ref: `asyncapi#/components/messages/${name}/payload` });

/** Every `$ref` in it that leads nowhere. */
function deadRefs(document) {
  const dead = [];
  const walk = (node) => {
    if (typeof node !== "object" || node === null) return;
    if (typeof node.$ref === "string") {
      const steps = node.$ref.split("/").slice(1);
      if (steps.reduce((at, step) => at?.[step.replaceAll("~1", "/").replaceAll("~0", "~")], document) === undefined)
        dead.push(node.$ref);
    }
    Object.values(node).forEach(walk);
  };
  walk(document);
  return dead;
}

test("asyncapi.yaml is an AsyncAPI 3.0 document", () => {
  const check = checker().compile(require("@asyncapi/specs/schemas/3.0.0-without-$id.json"));
  assert.ok(check(asyncapi), JSON.stringify(check.errors?.slice(0, 5), null, 1));
});

test("every reference in asyncapi.yaml leads somewhere", () => {
  assert.deepEqual(deadRefs(asyncapi), []);
});

test("every message of asyncapi.yaml is in a channel", () => {
  const told = Object.values(asyncapi.channels).flatMap((channel) => Object.keys(channel.messages ?? {}));
  assert.deepEqual(
    Object.keys(messages).filter((name) => !told.includes(name)),
    [],
  );
});

for (const [name, message] of Object.entries(messages)) {
  test(`${name} has an example, which its schema accepts`, () => {
    const check = payload(name);
    assert.ok(message.examples?.length > 0, "it has none");
    for (const example of message.examples) {
      assert.ok(check(example.payload), JSON.stringify(check.errors));
      const type = message.title.split(" ")[0];
      if (type.includes(".") && example.payload.type) assert.equal(example.payload.type, type);
    }
  });
}

test("a command without its sender, or with a time that is none, is not what the schema says", () => {
  const check = payload("createMessage");
  const [{ payload: good }] = messages.createMessage.examples;
  assert.equal(check({ ...good, sender_id: undefined }), false);
  assert.equal(check({ ...good, timestamp: "yesterday" }), false);
});

test("openapi.yaml is an OpenAPI document, and every reference in it leads somewhere", async () => {
  const openapi = read("src/main/resources/META-INF/openapi.yaml");
  assert.deepEqual(await openApiFaults(openapi), []);
  assert.deepEqual(deadRefs(openapi), []);
});

test("every operation of openapi.yaml has a name of its own", () => {
  const { paths } = read("src/main/resources/META-INF/openapi.yaml");
  const names = Object.values(paths).flatMap((path) =>
    Object.values(path).flatMap((operation) => operation.operationId ?? []),
  );
  assert.deepEqual(
    names.filter((name, i) => names.indexOf(name) !== i),
    [],
  );
});

// The document that a running server gives at /openapi is valid, and has each operation of ours: RECADO_URL is the server.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { openApiFaults } from "./openapi.js";

const METHODS = ["get", "put", "post", "delete", "patch"];
const ours = parse(readFileSync(new URL("../../main/resources/META-INF/openapi.yaml", import.meta.url), "utf8"));

const answer = await fetch(new URL("/openapi", process.env.RECADO_URL));
assert.equal(answer.status, 200);
const served = parse(await answer.text());
assert.match(served.openapi, /^3\./);
// servers add what the document is without: Payara a key of its own, WildFly a licence and other documents with nothing in them
for (const [part, own] of [[served, ours], [served.info, ours.info]]) {
  for (const key of Object.keys(part)) if (!(key in own)) delete part[key];
}
assert.deepEqual(await openApiFaults(served), []);

const operations = ({ paths }) =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => `${method} ${path} ${item[method].operationId}`),
  );
const there = new Set(operations(served));
assert.deepEqual(
  operations(ours).filter((one) => !there.has(one)),
  [],
);
console.log(`ok: ${operations(ours).length} operations of ours, ${there.size} in all`);

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
// Payara adds where applications are, in a key of its own that the specification has no place for
delete served.endpoints;
// and WildFly a licence without a name, where there is none
if (!ours.info.license) delete served.info.license;
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

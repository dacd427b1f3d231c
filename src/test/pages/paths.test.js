import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../main/", import.meta.url);
const SOURCES = ["webapp/", "js/"].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT), { recursive: true })
    .filter((name) => /\.(html|js|css|webmanifest)$/.test(name))
    .map((name) => folder + name),
);
// what begins with a slash right after a quote, a backquote or a bracket, and goes on as a path does
const ABSOLUTE = /["'`(]\/(api|socket|ops|vendor|js|css|img|sw\.js|manifest|index\.html)|(href|src|action)=["']\/|State\(.*["']\/["']/;

test("no page and no module holds an absolute path, so that any context path will do", () => {
  assert.ok(SOURCES.length > 40);
  const found = SOURCES.flatMap((name) =>
    readFileSync(new URL(name, ROOT), "utf8")
      .split("\n")
      .flatMap((line, i) => (ABSOLUTE.test(line.replace(/^\s*(\/\/|\*|\/\*).*/, "")) ? [`${name}:${i + 1}: ${line.trim()}`] : [])),
  );
  assert.deepEqual(found, []);
});

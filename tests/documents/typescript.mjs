// The TypeScript module, compiled, among bodies that real servers send.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const folder = process.env.DOCUMENTS;
const compiled = `${folder}/compiled`;
const { explain, isTemporary } = await import(`${compiled}/tests/documents/use.js`);
const { ERRORS, bareStatus, isErrorBody, isErrorCode } = await import(
  `${compiled}/target/documents/sms/errors.js`
);
const planted = await import(`${compiled}/target/documents/planted/errors.js`);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

test("the guard accepts what we send", () => {
  for (const code of [1300, 1400, 2000]) {
    const body = read(`${folder}/${code}.json`);
    assert.ok(isErrorBody(body) && isErrorCode(body.code));
    assert.ok(explain(body).includes(ERRORS[code].docs));
    assert.equal(isTemporary(body.code), code !== 1300);
  }
});

test("the guard accepts what real servers send", () => {
  for (const { body } of read("../data/error-bodies.json")) {
    assert.ok(isErrorBody(body), JSON.stringify(body));
    assert.ok(isErrorCode(body.code));
    const { message, ...silent } = body;
    assert.ok(isErrorBody({ ...silent, more: [message] }));
  }
});

test("the guard accepts codes of a newer server", () => {
  const body = { ...read(`${folder}/1300.json`), code: 4294967295 };
  assert.ok(isErrorBody(body) && !isErrorCode(body.code));
  assert.match(explain(body), /^unknown code 4294967295/);
});

test("a bare status is told from an unknown code", () => {
  const body = { ...read(`${folder}/1300.json`), code: 405 };
  assert.match(explain(body), /^the framework answered 405/);
  for (const code of [399, 600, 1300]) {
    assert.equal(bareStatus(code), undefined);
  }
});

test("the guard refuses everything else", () => {
  const body = read(`${folder}/1300.json`);
  for (const value of [
    null,
    undefined,
    1300,
    "body",
    [],
    {},
    { ...body, code: "1300" },
    { ...body, code: 1300.5 },
    { ...body, code: -1 },
    { ...body, code: 4294967296 },
    { ...body, code: NaN },
    { ...body, message: null },
    { ...body, errorId: undefined },
    { ...body, timestamp: 0 },
  ]) {
    assert.equal(isErrorBody(value), false, JSON.stringify(value));
  }
  for (const code of ["toString", "__proto__", 0, NaN]) {
    assert.equal(isErrorCode(code), false);
  }
});

test("details are typed by their code", async () => {
  const { left, messages, nameOf } = await import(`${compiled}/tests/documents/details.js`);
  assert.deepEqual(messages(read(`${folder}/1422.json`)), {
    "/items/0/name": 'is empty {"min":1}',
  });
  assert.deepEqual(messages(read(`${folder}/1429.json`)), {});
  assert.equal(left(read(`${folder}/1429.json`)), -1);
  assert.equal(left(read(`${folder}/1300.json`)), 0);
  assert.equal(nameOf(1300), "NotFound");
  assert.equal(nameOf(1), undefined);
});

test("the table is the catalog", () => {
  for (const name of ["sms", "planted"]) {
    const table = name === "sms" ? ERRORS : planted.ERRORS;
    const { catalogs } = read(`${folder}/${name}/errors.json`);
    const expected = {};
    for (const { name: catalog, entries } of catalogs) {
      for (const entry of entries) {
        const { code, name, status, message, example, headers, docs, deprecated } = entry;
        const row = { status, catalog, name, docs };
        if (example !== null) row.example = example;
        if (headers.length > 0) row.headers = headers.map(({ name, value }) => [name, value]);
        if (message !== null) row.message = message;
        if (deprecated !== null) row.deprecated = deprecated;
        if (code in expected) (expected[code].also ??= []).push(row);
        else expected[code] = row;
      }
    }
    assert.deepEqual({ ...table }, expected);
  }
});

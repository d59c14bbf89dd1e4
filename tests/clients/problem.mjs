// Problem details of a real server, read by a client library that knows nothing of this crate.

import assert from "node:assert/strict";
import { ProblemDocumentExtension } from "http-problem-details";
import { fromJSON } from "http-problem-details-parser";

const TYPE = "https://errors.example/#1422";
const [url] = process.argv.slice(2);
const response = await fetch(`${url}/orders`, {
  method: "POST",
  headers: { accept: "application/problem+json", "content-type": "application/json" },
  body: '{"customerName":"","lines":[]}',
});
assert.equal(response.headers.get("content-type"), "application/problem+json");
assert.match(response.headers.get("vary"), /\baccept\b/);

const problem = fromJSON(await response.text(), [
  {
    type: TYPE,
    map: ({ code, errorId, details }) => new ProblemDocumentExtension({ code, errorId, details }),
  },
]);
assert.equal(problem.type, TYPE);
assert.equal(problem.status, response.status);
assert.equal(problem.title, "The order is invalid");
assert.equal(problem.detail, "The order is invalid");
assert.equal(problem.instance, `urn:uuid:${problem.errorId}`);
assert.equal(problem.code, 1422);
assert.equal(problem.details[0].field, "/customerName");

// The HTML page in a real browser.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const folder = process.env.DOCUMENTS;
const screenshots = `${folder}/screenshots`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
let server;
let origin;
/** What reached the server since a page was last opened. */
const received = [];

before(async () => {
  mkdirSync(screenshots, { recursive: true });
  server = createServer((request, response) => {
    received.push(request.url);
    const file = { "/sms": "sms", "/planted": "planted", "/empty": "empty" }[request.url];
    response.statusCode = file ? 200 : 404;
    response.setHeader("content-type", "text/html");
    response.end(file && readFileSync(`${folder}/${file}/errors.html`));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** Opens a page in a context of its own, which knows what the page asked for and said. */
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const heard = { requests: [], messages: [], dialogs: [] };
  received.length = 0;
  page.on("request", (request) => heard.requests.push(request.url()));
  page.on("console", (message) => heard.messages.push(message.text()));
  page.on("pageerror", (error) => heard.messages.push(String(error)));
  page.on("dialog", (dialog) => {
    heard.dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  await page.goto(origin + path);
  return { page, heard, close: () => context.close() };
}

const shown = (page) =>
  page.$$eval("article", (articles) =>
    articles.filter((article) => article.offsetParent).map((article) => article.id),
  );

const search = (page) => page.getByRole("searchbox", { name: "Search" });
const status = (page, name) => page.getByRole("checkbox", { name });

test("search finds by code, by name and by text", async () => {
  const { page, close } = await open("/sms");
  assert.equal((await shown(page)).length, 23);
  for (const [query, codes] of [
    ["1300", ["1300"]],
    ["notimpl", ["2001"]],
    ["RETENTION period", ["1300"]],
    ["  e.164 ", ["1002"]],
    ["Resending interval violation", ["1400"]],
    ["no such error", []],
    ["<b>", []],
    [".*", []],
  ]) {
    await search(page).fill(query);
    assert.deepEqual(await shown(page), codes, query);
  }
  await close();
});

test("filters combine, and the number of results is announced", async () => {
  const { page, close } = await open("/sms");
  const results = page.getByRole("status");
  assert.equal(await results.textContent(), "23 errors");
  await status(page, /^404/).check();
  assert.deepEqual(await shown(page), ["1300"]);
  await status(page, /^403/).check();
  assert.deepEqual(await shown(page), ["1201", "1300"]);
  assert.equal(await results.textContent(), "2 of 23 errors");
  await search(page).fill("key");
  assert.deepEqual(await shown(page), ["1201"]);
  assert.equal(await results.textContent(), "1 of 23 errors");
  await search(page).fill("nothing of the kind");
  assert.equal(await results.textContent(), "0 of 23 errors");
  await page.getByRole("button", { name: "Show all" }).click();
  assert.equal((await shown(page)).length, 23);
  assert.equal(await results.textContent(), "23 errors");
  assert.equal(await page.getByRole("button", { name: "Show all" }).isVisible(), false);
  await close();
});

test("sections without results disappear", async () => {
  const { page, close } = await open("/planted");
  assert.equal(await page.getByRole("heading", { name: "Right" }).isVisible(), true);
  await search(page).fill("InvalidEncoding");
  assert.equal(await page.getByRole("heading", { name: "Right" }).isVisible(), false);
  assert.equal(await page.getByRole("heading", { name: "SmsError" }).isVisible(), true);
  await close();
});

test("an anchor scrolls to its error, and shows it if it was filtered away", async () => {
  const { page, close } = await open("/sms#2003");
  const inView = (id) =>
    page.waitForFunction((id) => {
      const { top, bottom } = document.getElementById(id).getBoundingClientRect();
      const form = document.getElementById("search").getBoundingClientRect();
      return top >= form.bottom - 1 && bottom <= innerHeight;
    }, id);
  await inView("2003");
  await page.evaluate(() => (location.hash = "#1003"));
  await inView("1003");
  await search(page).fill("1300");
  await page.getByRole("link", { name: "1300" }).click();
  assert.equal(new URL(page.url()).hash, "#1300");
  assert.deepEqual(await shown(page), ["1300"]);
  await page.evaluate(() => (location.hash = "#1400"));
  await inView("1400");
  assert.equal((await shown(page)).length, 23);
  await close();
});

test("a search stays when the event of a link that was followed before comes late", async () => {
  const { page, close } = await open("/sms");
  await page.evaluate(() => {
    // The address changes at once, its event comes with the next task.
    location.hash = "#1000";
    const query = document.getElementById("query");
    query.value = "1300";
    query.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  assert.equal(await search(page).inputValue(), "1300");
  assert.deepEqual(await shown(page), ["1300"]);
  await close();
});

test("each code has one anchor", async () => {
  const { page, close } = await open("/planted");
  const ids = await page.$$eval("[id]", (elements) => elements.map((element) => element.id));
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ["1", "2", "3", "3-2", "100", "200", "300", "1300"]) {
    assert.ok(ids.includes(id), id);
  }
  await close();
});

test("nothing that a catalog holds is obeyed", async () => {
  const { page, heard, close } = await open("/planted");
  for (const id of ["1", "2", "3-2", "1300"]) {
    await page.evaluate((id) => (location.hash = id), id);
  }
  await search(page).fill("<img src=x onerror=alert(4)>");
  assert.deepEqual(await shown(page), ["1", "2"]);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(heard, { requests: [`${origin}/planted`], messages: [], dialogs: [] });
  assert.deepEqual(received, ["/planted"]);

  const elements = await page.$$eval("*", (elements) => elements.map((element) => element.localName));
  for (const name of ["img", "iframe", "b", "i", "object", "svg", "table"]) {
    assert.ok(!elements.includes(name), name);
  }
  assert.equal(elements.filter((name) => name === "script").length, 1);
  assert.equal(elements.filter((name) => name === "style").length, 1);
  const handlers = await page.$$eval("*", (elements) =>
    elements.flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith("on"))),
  );
  assert.deepEqual(handlers, []);
  const links = await page.$$eval("a", (links) => links.map((link) => link.getAttribute("href")));
  assert.ok(links.includes('https://example.com/?a=b&c=%22d%22') || links.includes('https://example.com/?a=b&c="d"'));
  assert.ok(links.every((link) => /^(#|https?:\/\/)/.test(link)), links.join("\n"));

  const catalog = JSON.parse(readFileSync(`${folder}/planted/errors.json`, "utf8")).catalogs[0];
  const normal = (text) => text.replace(/\r\n?/g, "\n");
  assert.equal(await page.locator("h1").textContent(), catalog.name);
  assert.equal(await page.locator("[id='2'] .name").textContent(), normal(catalog.entries[1].name));
  assert.equal(await page.locator("[id='2'] .message").textContent(), normal(catalog.entries[1].message));
  await close();
});

test("the page's policy stops what would be planted all the same", async () => {
  const { page, heard, close } = await open("/sms");
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "globalThis.planted = true";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src=/planted.png onerror='planted = true'>");
    const fetched = await fetch("/planted").then(() => true, () => false);
    return { planted: globalThis.planted ?? false, fetched };
  });
  assert.deepEqual(ran, { planted: false, fetched: false });
  assert.deepEqual(received, ["/sms"]);
  assert.ok(heard.messages.some((message) => message.includes("Content Security Policy")));
  await close();
});

test("the keyboard alone is enough", async () => {
  const { page, close } = await open("/sms");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to the errors");
  assert.ok(await page.getByRole("link", { name: "Skip to the errors" }).isVisible());
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "1000");
  await page.keyboard.press("Enter");
  assert.equal(new URL(page.url()).hash, "#1000");

  await page.keyboard.press("/");
  assert.equal(await focused(), "query");
  await page.keyboard.type("not/");
  assert.equal(await search(page).inputValue(), "not/");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.value), "400");
  await page.keyboard.press("Space");
  const filtered = await shown(page);
  assert.ok(filtered.length > 0 && filtered.every((id) => id.startsWith("1")));
  const outline = await page.evaluate(
    () => getComputedStyle(document.activeElement.nextElementSibling).outlineStyle,
  );
  assert.equal(outline, "solid");
  await page.keyboard.press("Escape");
  assert.equal((await shown(page)).length, 23);
  assert.equal(await focused(), "query");
  await page.keyboard.type("1300");
  const statuses = await page.getByRole("checkbox").count();
  for (let stop = 0; stop <= statuses; stop += 1) {
    await page.keyboard.press("Tab");
  }
  assert.equal(await focused(), "show-all");
  await page.keyboard.press("Enter");
  assert.equal((await shown(page)).length, 23);
  await page.keyboard.press("Enter");
  assert.equal(page.url(), `${origin}/sms#1000`);
  await close();
});

test("it is readable without JavaScript", async () => {
  const { page, heard, close } = await open("/sms#1300", { javaScriptEnabled: false });
  assert.equal(await page.locator("article").count(), 23);
  for (const article of await page.locator("article").all()) {
    assert.ok(await article.isVisible());
  }
  assert.equal(await page.locator("form").isVisible(), false);
  const { y } = await page.locator("[id='1300']").boundingBox();
  assert.ok(y >= 0 && y < 900);
  assert.deepEqual(heard.requests, [`${origin}/sms`]);
  await page.screenshot({ path: `${screenshots}/without-javascript.png` });
  await close();
});

test("it prints all errors and no controls", async () => {
  const { page, close } = await open("/sms", { colorScheme: "dark" });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.locator("form").isVisible(), false);
  assert.equal((await shown(page)).length, 23);
  const ink = await page.evaluate(() => getComputedStyle(document.body).color);
  assert.equal(ink, "rgb(0, 0, 0)");
  await page.pdf({ path: `${screenshots}/print.pdf` });
  await close();
});

for (const [path, look, options] of [
  ["/sms", "light", {}],
  ["/sms", "dark", { colorScheme: "dark" }],
  ["/sms", "narrow", { viewport: { width: 320, height: 640 } }],
  ["/planted", "light", {}],
  ["/planted", "dark", { colorScheme: "dark" }],
  ["/planted", "narrow", { viewport: { width: 320, height: 640 } }],
  ["/empty", "light", {}],
]) {
  test(`${path} is accessible, ${look}`, async () => {
    const { page, close } = await open(path, options);
    const name = `${screenshots}${path}-${look}`;
    await page.screenshot({ path: `${name}.png` });
    await page.screenshot({ path: `${name}-whole.png`, fullPage: true });

    await page.evaluate(axe);
    const violations = async () => {
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    };
    assert.deepEqual(await violations(), []);
    if (path !== "/empty") {
      await page.getByRole("checkbox").first().check();
      await search(page).fill("e");
      await page.evaluate(() => (location.hash = document.querySelector("article:not([hidden])").id));
      await page.screenshot({ path: `${name}-filtered.png` });
      assert.deepEqual(await violations(), []);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
    await close();
  });
}

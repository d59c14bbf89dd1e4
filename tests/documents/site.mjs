// The site of several services in a real browser, from the folder alone.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const folder = process.env.DOCUMENTS;
const index = pathToFileURL(`${folder}/site/index.html`).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;

before(async () => {
  mkdirSync(`${folder}/screenshots`, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
  });
});

after(() => browser?.close());

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const heard = { requests: [], messages: [] };
  page.on("request", (request) => heard.requests.push(request.url()));
  page.on("console", (message) => heard.messages.push(message.text()));
  page.on("pageerror", (error) => heard.messages.push(String(error)));
  page.on("dialog", (dialog) => {
    heard.messages.push(dialog.message());
    return dialog.dismiss();
  });
  await page.goto(index);
  return { page, heard, close: () => context.close() };
}

const found = (page) => page.locator("#results a").allTextContents();

test("no request leaves, and nothing that a catalog holds runs", async () => {
  const { page, heard, close } = await open();
  for (const query of ["a", "<", "script", "1"]) {
    await page.fill("#query", query);
    await page.waitForFunction(() => !document.getElementById("count").textContent.includes("…"));
  }
  assert.deepEqual(heard.messages, []);
  for (const url of heard.requests) {
    assert.match(url, /^(file|data):/);
  }
  await close();
});

test("the search finds codes, names, texts and services", async () => {
  const { page, close } = await open();
  await page.keyboard.press("/");
  await page.keyboard.type("1422");
  assert.deepEqual(await found(page), ["1422 Invalid"]);
  assert.equal(await page.textContent("#count"), "1 error");
  await page.fill("#query", "RETENTION unknown sms");
  assert.deepEqual(await found(page), ["1300 NotFound"]);
  await page.fill("#query", "orders");
  assert.deepEqual(await found(page), ["1404 NotFound", "1422 Invalid", "1429 Quota"]);
  await page.fill("#query", "no such thing");
  assert.equal(await page.textContent("#count"), "0 errors");
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#services"), true);
  assert.equal(await page.isVisible("#results"), false);
  await close();
});

test("a result and a code lead to the entry on the page of its service", async () => {
  const { page, close } = await open();
  await page.fill("#query", "sms retention");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForURL(/service-sms\.html#1300$/);
  assert.equal(await page.isVisible('[id="1300"]'), true);
  await page.goto(index.replace("index", "1422"));
  assert.equal(await page.textContent("h1"), "1422");
  await page.click("text=orders: Invalid");
  await page.waitForURL(/service-orders\.html#1422$/);
  await close();
});

test("the pages are accessible, in light and dark, and fit a phone", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await open({ colorScheme });
    for (const query of ["", "not"]) {
      await page.fill("#query", query);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.length]), []);
    }
    await page.screenshot({ path: `${folder}/screenshots/site-${colorScheme}.png` });
    await close();
  }
  const { page, close } = await open({ viewport: { width: 320, height: 640 } });
  await page.fill("#query", "not");
  const overflow = () => document.documentElement.scrollWidth - innerWidth;
  assert.ok((await page.evaluate(overflow)) <= 0);
  await close();
});

test("without scripts, the services are there", async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  assert.equal(await page.locator("#services a").count(), 3);
  assert.equal(await page.isVisible("#search"), false);
  await close();
});

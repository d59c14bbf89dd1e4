// How long the site's search blocks the browser, from a key to the first results, for each of some queries.
//
//     node benches/search.mjs FOLDER-OF-THE-SITE

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(new URL("../tests/documents/", import.meta.url))("playwright-core");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
await page.goto(pathToFileURL(`${process.argv[2]}/index.html`).href);
for (const query of ["1", "failure", "reason 150", "service999", "service 999 again", "no such word"]) {
  const { blocked, whole, count } = await page.evaluate(async (query) => {
    const input = document.getElementById("query");
    const count = document.getElementById("count");
    const times = [];
    for (let round = 0; round < 5; round++) {
      const begin = performance.now();
      input.value = query;
      input.dispatchEvent(new Event("input"));
      const blocked = performance.now() - begin;
      while (count.textContent.includes("…") || count.textContent === "") {
        await new Promise((resolve) => setTimeout(resolve));
      }
      times.push([blocked, performance.now() - begin]);
    }
    const least = (index) => Math.min(...times.map((time) => time[index]));
    return { blocked: least(0), whole: least(1), count: count.textContent };
  }, query);
  console.log(
    `${query.padEnd(20)} first results ${blocked.toFixed(1).padStart(5)} ms, all ${whole.toFixed(0).padStart(4)} ms, ${count}`,
  );
}
const { usedJSHeapSize } = await page.evaluate(() => ({ usedJSHeapSize: performance.memory.usedJSHeapSize }));
console.log(`heap ${(usedJSHeapSize / 2 ** 20).toFixed(0)} MiB`);
await browser.close();

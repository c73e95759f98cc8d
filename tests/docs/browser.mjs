// Opens the page of the errors in a real Chromium: node browser.mjs CHROMIUM URL [PICTURE]
// Needs `playwright-core`, which downloads no browser of its own.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [executablePath, url, picture] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function open(options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // An answer that is an error is what a button asks for.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text());
    }
  });
  const response = await page.goto(url);
  assert.equal(response.status(), 200);
  return { page, complaints };
}

const shown = (page) => page.locator("main section:visible h2").allTextContents();

async function answer(page, name) {
  const figure = page.locator(`section[id="${name}"] figure`).first();
  await figure.getByRole("button", { name: "Try it" }).first().click();
  await figure.locator("output pre:not(:text-is('…'))").waitFor();
  return figure.locator("output").textContent();
}

const claims = {
  async "a page without scripts can be read"() {
    const { page } = await open({ javaScriptEnabled: false });
    assert.deepEqual(await shown(page), ["500 InternalError", "401 NotAuthorized", "404 RecordNotFound", "400 BadRequest", "413 FileSizeLimitExceeded"]);
    assert.equal(await page.locator("button:visible, input:visible").count(), 0);
    const body = await page.locator("#RecordNotFound code").last().textContent();
    assert.equal(body, `{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}`);
  },

  async "the search narrows by status, name and message"() {
    const { page, complaints } = await open();
    for (const [query, names] of [
      ["413", ["413 FileSizeLimitExceeded"]],
      ["notauthorized", ["401 NotAuthorized"]],
      ["signatures expired", ["401 NotAuthorized"]],
      ["nothing like it", []],
      // What stands on the buttons.
      ["try it", []],
    ]) {
      await page.getByRole("searchbox").fill(query);
      assert.deepEqual(await shown(page), names, query);
      assert.equal(await page.locator("nav li:visible").count(), names.length);
      assert.equal(await page.locator(".nothing:text-is('No error has all of these words.')").count(), names.length === 0 ? 1 : 0);
    }
    await page.getByRole("searchbox").fill("413");
    await page.evaluate(() => (location.hash = "#RecordNotFound"));
    await page.locator("#RecordNotFound").waitFor();
    assert.equal(await page.getByRole("searchbox").inputValue(), "", "an anchor shows what the search has hidden");
    assert.deepEqual(complaints, []);
  },

  async "a request shows the 413 and the empty 500"() {
    const { page, complaints } = await open();
    const tooLarge = await answer(page, "FileSizeLimitExceeded");
    assert.match(tooLarge, /^413 /);
    assert.match(tooLarge, /\n\n\{"error":"FileSizeLimitExceeded","message":"[^"]+"\}$/);
    const focused = () => page.evaluate(() => document.activeElement.dataset.action);
    assert.equal(await focused(), "attempt", "the button that was pressed keeps the focus");
    const internal = await answer(page, "InternalError");
    assert.match(internal, /^500 /);
    assert.match(internal, /\(no body: 0 bytes\)$/);
    assert.deepEqual(complaints, []);
  },

  async "an example can be copied"() {
    const { page } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
    const figure = page.locator("#RecordNotFound figure");
    await figure.getByRole("button", { name: "Copy" }).click();
    await figure.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, `{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}`);
  },

  async "an anchor leads to its error, on a phone and in the dark"() {
    const { page } = await open({ viewport: { width: 360, height: 640 }, colorScheme: "dark" });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it is too wide");
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(20, 24, 31)");
    await page.locator("nav").getByRole("link", { name: "FileSizeLimitExceeded" }).click();
    assert.ok(page.url().endsWith("#FileSizeLimitExceeded"));
    await page.locator("#FileSizeLimitExceeded h2").waitFor();
  },
};

let failed = 0;
for (const [claim, check] of Object.entries(claims)) {
  try {
    await check();
    console.log(`ok: ${claim}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${claim}\n${error.stack}`);
  }
}
if (picture) {
  const { page } = await open({ viewport: { width: 900, height: 1000 } });
  await answer(page, "InternalError");
  await page.screenshot({ path: picture });
}
await browser.close();
const count = Object.keys(claims).length;
console.log(`${count - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

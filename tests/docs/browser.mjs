// Opens the page of the errors in a real Chromium: node browser.mjs CHROMIUM URL [FOLDER FOR PICTURES]
// Needs `playwright-core`, which downloads no browser of its own, and `axe-core`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const [executablePath, url, pictures] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

async function open({ at = "", ...options } = {}) {
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
  const response = await page.goto(url + at);
  assert.equal(response.status(), 200);
  return { page, complaints };
}

const ALL = ["BadRequest", "NotAuthorized", "RecordNotFound", "FileSizeLimitExceeded", "InternalError"];
const PHONE = { viewport: { width: 360, height: 640 } };

const shown = (page) => page.locator("article:visible h3 a").allTextContents();
const searchbox = (page) => page.getByRole("searchbox");

/** Whether the page fits: nothing is cut, and nothing scrolls sideways. */
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

async function answer(page, name) {
  const panel = page.locator(`article[id="${name}"] .panel`).filter({ has: page.locator("output") }).first();
  await panel.getByRole("button", { name: "Try it" }).first().click();
  await panel.locator("output pre:not(:text-is('…'))").waitFor();
  return panel.locator("output").textContent();
}

/** The rules of axe that the page breaks in this state. */
async function broken(page) {
  await page.addStyleTag({ content: "article { content-visibility: visible !important; animation: none !important }" });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`);
}

const claims = {
  async "a page without scripts can be read"() {
    const { page } = await open({ javaScriptEnabled: false });
    assert.deepEqual(await shown(page), ALL);
    assert.equal(await page.locator("button:visible, input[type=search]:visible").count(), 0);
    const sent = await page.locator("#RecordNotFound .answer").textContent();
    assert.match(sent, /^HTTP\/1\.1 404 Not Found\ncontent-type: application\/json\n/);
    await page.locator("#RecordNotFound").getByText("Rust", { exact: true }).click();
    assert.equal(await page.locator("#RecordNotFound pre.rust").isVisible(), true, "the languages can be chosen");
  },

  async "the search narrows by status, name, text, header and fact, and by a whole answer"() {
    const { page, complaints } = await open();
    for (const [query, names] of [
      ["413", ["FileSizeLimitExceeded"]],
      ["5xx", ["InternalError"]],
      ["notauthorized", ["NotAuthorized"]],
      ["signatures expired", ["NotAuthorized"]],
      ["www-authenticate", ["NotAuthorized"]],
      ['{"error":"FileSizeLimitExceeded","message":"File size limit for this account is set to 7 bytes"}', ["FileSizeLimitExceeded"]],
      ["Couldn't find Cloud with ID=42", ["RecordNotFound"]],
      ["nothing like it", []],
      // The words on the buttons are no text of an error.
      ["try it", []],
    ]) {
      await searchbox(page).fill(query);
      assert.deepEqual(await shown(page), names, query);
      assert.equal(await page.locator(".side li:visible").count(), names.length, query);
      assert.equal(await page.locator(".overview tbody tr:visible").count(), names.length, query);
      assert.equal(await page.locator(".nothing:visible").count(), names.length === 0 ? 1 : 0, query);
    }
    await page.getByRole("button", { name: "Show all errors" }).click();
    assert.deepEqual(await shown(page), ALL);
    assert.deepEqual(complaints, []);
  },

  async "the search is in the address, and an anchor shows what it has hidden"() {
    const { page } = await open();
    await searchbox(page).fill("413");
    await page.waitForURL(/\?q=413/);
    await page.reload();
    assert.deepEqual(await shown(page), ["FileSizeLimitExceeded"]);
    await page.evaluate(() => (location.hash = "#RecordNotFound"));
    await page.locator("#RecordNotFound").waitFor();
    assert.equal(await searchbox(page).inputValue(), "");
    assert.match(await page.title(), /^RecordNotFound · /);
  },

  async "the keyboard reaches the search and the error that it finds"() {
    const { page } = await open();
    await page.keyboard.press("/");
    await page.keyboard.type("record");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#RecordNotFound$/);
    await searchbox(page).focus();
    await page.keyboard.press("Escape");
    assert.deepEqual(await shown(page), ALL);
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

  async "the body is copied byte for byte, and the copy is announced"() {
    const { page } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole("button", { name: "Copy body: RecordNotFound" }).click();
    await page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
    assert.equal(await copied(), `{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}`);
    await page.getByRole("button", { name: "Copy link to RecordNotFound" }).click();
    assert.equal(await copied(), `${url}#RecordNotFound`);
    await page.locator("#RecordNotFound").getByText("TypeScript", { exact: true }).click();
    await page.getByRole("button", { name: "Copy code for RecordNotFound" }).click();
    assert.match(await copied(), /error\?\.name === "RecordNotFound"/);
    assert.equal(await page.locator("#InternalError pre.ts").isVisible(), true, "one language holds for all errors");
  },

  async "each button has a name of its own"() {
    const { page } = await open();
    const names = await page.locator("button").evaluateAll((all) => all.map((button) => button.ariaLabel ?? button.textContent));
    assert.ok(names.length >= 20);
    assert.equal(new Set(names).size, names.length, names.join("\n"));
  },

  async "a phone shows folded groups, and an anchor opens what it needs"() {
    const { page } = await open({ ...PHONE, colorScheme: "dark" });
    assert.deepEqual(await shown(page), []);
    assert.equal(await page.locator(".group:visible").count(), 5);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(14, 18, 24)");
    await page.evaluate(() => (location.hash = "#FileSizeLimitExceeded"));
    await page.locator("#FileSizeLimitExceeded .answer").waitFor();
    assert.deepEqual(await shown(page), ["FileSizeLimitExceeded"]);
    assert.ok(await fits(page), "it is too wide");
  },

  async "nothing scrolls sideways at 320 px with everything open"() {
    const { page } = await open({ viewport: { width: 320, height: 640 } });
    for (const language of ["curl", "TypeScript", "Rust"]) {
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      await page.locator("#RecordNotFound").getByText(language, { exact: true }).click();
      assert.ok(await fits(page), language);
    }
  },

  async "print opens every fold and leaves the controls away"() {
    const { page } = await open(PHONE);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    assert.deepEqual(await shown(page), ALL);
    assert.equal(await page.locator("button:visible, input:visible, .side:visible").count(), 0);
  },

  async "axe finds nothing, in light and dark, wide and narrow"() {
    for (const colorScheme of ["light", "dark"]) {
      for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
        for (const at of ["", "#FileSizeLimitExceeded", "?q=413", "?q=nothing+like+it"]) {
          const { page } = await open({ at, colorScheme, viewport, bypassCSP: true });
          assert.deepEqual(await broken(page), [], `${colorScheme} ${viewport.width} ${at}`);
          await page.context().close();
        }
      }
    }
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
if (pictures) {
  for (const [name, width, height] of [["errors", 1280, 860], ["errors-narrow", 390, 844]]) {
    const { page } = await open({ at: "#FileSizeLimitExceeded", viewport: { width, height }, reducedMotion: "reduce" });
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${pictures}/${name}.png` });
  }
}
await browser.close();
const count = Object.keys(claims).length;
console.log(`${count - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

// Browsers, and a server for the built site, for the tests of the pages.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe } from "node:test";
import puppeteer from "puppeteer-core";
import { site } from "./api.mjs";
import { steady, until } from "./steady.mjs";

export { steady, until };

const programs = {
  chromium: { file: process.env.CHROMIUM ?? "/usr/bin/chromium", options: { browser: "chrome", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] } },
  firefox: { file: process.env.FIREFOX ?? "/usr/bin/firefox-esr", options: { browser: "firefox" } },
};

/** The browsers that are here. Without one, CI fails and others are told. */
export const browsers = Object.keys(programs).filter((name) => {
  if (existsSync(programs[name].file)) return true;
  if (process.env.CI) throw new Error(`${name} is missing: ${programs[name].file}`);
  console.log(`SKIP ${name}: ${programs[name].file} is not there`);
  return false;
});

export const launch = (name) =>
  puppeteer.launch({ executablePath: programs[name].file, headless: true, protocolTimeout: 60_000, ...programs[name].options });

const known = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml", ".wasm": "application/wasm", ".json": "application/json",
};

/**
 * Serves the site below a path. answer(name, response) may answer a request itself, by returning true; headers are
 * sent with every answer; types overrides which type a file has.
 */
export async function serveSite({ prefix = "/", answer = () => false, headers = {}, types = {} } = {}) {
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const name = pathname.startsWith(prefix) ? decodeURIComponent(pathname.slice(prefix.length)) : "../";
    try {
      if (await answer(name, response)) return;
      const file = name === "" || name.endsWith("/") ? `${name}index.html` : name;
      if (file.includes("..")) throw new Error("outside");
      const text = await readFile(fileURLToPath(new URL(file, site)));
      response.setHeader("Content-Type", types[extname(file)] ?? known[extname(file)] ?? "application/octet-stream");
      response.end(text);
    } catch {
      response.statusCode = 404;
      response.end("not found");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return {
    origin: `http://localhost:${port}`,
    url: `http://localhost:${port}${prefix}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** Sets the size of a page. puppeteer turns the screen as well, which older Firefoxes cannot and need not. */
export const resize = (page, width, height) =>
  page.setViewport({ width, height }).catch((fault) => {
    if (!/unknown command/.test(fault.message)) throw fault;
  });

/** A page in which nothing may go wrong unseen: what the console says as an error fails the test. */
export async function newPage(browser, { width = 1280, height = 900, theme = "light" } = {}) {
  const page = steady(await browser.newPage());
  page.faults = [];
  page.on("pageerror", (fault) => page.faults.push(String(fault.message)));
  page.on("console", (message) => {
    if (message.type() === "error" || /Content.Security.Policy/i.test(message.text())) page.faults.push(message.text());
  });
  await resize(page, width, height);
  if (page.emulateMediaFeatures) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]).catch(() => {});
  return page;
}

/** Opens the playground and waits until its program runs. */
export async function open(page, url) {
  await page.goto(url);
  await page.waitForSelector(".playground", { timeout: 30_000 });
}

/** What an element says, its spaces put together. */
export const textOf = (page, selector) =>
  page.$eval(selector, (e) => e.textContent.replace(/\s+/g, " ").trim());

/** What the tests of a browser share: the browser, a server of the site, and the page of the test that runs. */
export let browser, server, page;

/** Runs tests in each browser, with a server of the site. */
export function inBrowsers(tests, { timeout = 240_000 } = {}) {
  for (const name of browsers)
    describe(name, { timeout }, () => {
      before(async () => {
        server = await serveSite();
        browser = await launch(name);
      });
      after(async () => {
        await browser?.close();
        await server?.close();
      });
      tests(name);
    });
}

/** Gives each test a page of its own, which stores nothing for the next; nothing may go wrong in it unseen. */
export function withPages() {
  beforeEach(async () => {
    page = await newPage(browser);
  });
  afterEach(async () => {
    const { faults } = page;
    await page.evaluate(() => localStorage.clear()).catch(() => {});
    await page.close();
    assert.deepEqual(faults, [], "what the console said");
  });
}

/** Waits until an element's words contain a text, spaces put together. */
export const has = (selector, text) =>
  until(page, (s, t) => (document.querySelector(s)?.textContent ?? "").replace(/\s+/g, " ").includes(t), selector, text);

/** Waits until the address ends with a fragment. */
export const hashIs = (hash) => until(page, (h) => location.hash === h, hash);

/** Clicks on an element, which it brings to the middle of the window first. */
export async function click(selector) {
  await page.waitForSelector(selector);
  await page.$eval(selector, (e) => e.scrollIntoView({ block: "center" }));
  await page.click(selector);
}

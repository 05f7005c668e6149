// Browsers, and a server for the built site, for the tests of the pages.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { site } from "./api.mjs";

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
  const page = await browser.newPage();
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

/**
 * Waits until a function of the page returns true. puppeteer's waitForFunction compiles text in the page, which
 * the page's policy forbids and not every browser lets pass.
 */
export async function until(page, f, ...args) {
  const end = Date.now() + 10_000;
  let fault;
  while (Date.now() < end) {
    try {
      if (await page.evaluate(f, ...args)) return;
    } catch (thrown) {
      fault = thrown; // the page may be on its way elsewhere
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`waited in vain for ${f} (${args})`, { cause: fault });
}

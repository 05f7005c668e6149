// How pages arrive: text before the program, and what is said when it never comes; without a network, below a path,
// in foreign frames.
import assert from "node:assert/strict";
import http from "node:http";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { load } from "./api.mjs";
import { browsers, launch, newPage, open, serveSite, steady, textOf, until } from "./browser.mjs";

const ndis = await load();
const link = ndis.link("host 6.0\nminiport.register 6.1\n");
const isProgram = (name) => /^playground-[0-9a-f]{8}\.wasm$/.test(name);

for (const name of browsers) {
  describe(name, { timeout: 240_000 }, () => {
    let browser, server, page;
    before(async () => {
      browser = await launch(name);
    });
    after(() => browser?.close());
    beforeEach(async () => {
      page = await newPage(browser);
    });
    afterEach(async () => {
      await page.close();
      await server?.close();
      server = undefined;
    });
    const serve = async (options) => {
      server = await serveSite(options);
    };
    /** Whether what lies in the middle of an element is the element's own. */
    const uncovered = (selector) =>
      page.$eval(selector, (e) => {
        e.scrollIntoView({ block: "center" });
        const { left, top, width, height } = e.getBoundingClientRect();
        return e.contains(document.elementFromPoint(left + width / 2, top + Math.min(height, 20) / 2));
      });

    for (const [path, title, loading] of [["", "NDIS Playground", "The simulator is loading"], ["ja/", "NDIS プレイグラウンド", "シミュレーター"]])
      test(`content shows before the program has arrived, at /${path}`, async () => {
        let send;
        const held = new Promise((resolve) => (send = resolve));
        await serve({ answer: async (file) => isProgram(file) && (await held, false) });
        await page.goto(server.url + path, { waitUntil: "domcontentloaded" });
        assert.equal(await textOf(page, "h1"), title);
        assert.match(await textOf(page, "#boot"), new RegExp(loading));
        for (const shown of ["h1", ".reading .summary-line, .reading summary", ".reading [data-at]"]) assert.ok(await uncovered(shown), shown);
        assert.match(await textOf(page, ".reading"), /NdisMRegisterMiniportDriver/);
        send();
        await page.waitForSelector(".playground");
        assert.equal(await page.holds("#boot"), false, "the line goes when the program runs");
        assert.equal(await page.holds(".reading"), false);
        assert.deepEqual(page.faults, []);
      });

    const failures = {
      "it is not there": [(response) => void response.writeHead(404, "Not Found").end(), /404/],
      "it is damaged": [(response) => void response.writeHead(200, { "Content-Type": "application/wasm" }).end("not a program"), /magic|wasm|WebAssembly/i],
      "the server fails": [(response) => void response.writeHead(503, "Service Unavailable").end(), /503/],
      "the connection breaks": [(response) => void response.destroy(), /fetch|network/i],
    };
    for (const [what, [answer, why]] of Object.entries(failures))
      test(`a failed load says so and why: ${what}`, async () => {
        await serve({ answer: (file, response) => isProgram(file) && (answer(response), true) });
        await page.goto(server.url + link);
        await page.waitForSelector("#boot.failed");
        assert.match(await textOf(page, "#boot"), /could not be loaded/);
        assert.match(await textOf(page, "#boot"), why);
        assert.ok(await uncovered("#boot button"));
        assert.ok(await uncovered(".reading [data-at]"), "what could be read still can");
        assert.equal(await page.evaluate(() => location.hash), link, "nothing of the scenario is lost");
      });

    test("a program whose type the server does not know still starts", async () => {
      await serve({ types: { ".wasm": "application/octet-stream" } });
      await open(page, server.url);
    });

    test("it works without a network, below a path, with a query, in both languages", async () => {
      await serve({ prefix: "/docs/play/" });
      await open(page, server.url + link);
      await until(page, async () => (await navigator.serviceWorker?.getRegistration())?.active?.state === "activated");
      await server.close();
      for (const path of ["?from=mail", "ja/", "", "ja/index.html?x", "no/such/page"]) {
        await page.goto("about:blank");
        await open(page, server.url + path + link);
        await page.waitForSelector("#summary > *");
        assert.match(await textOf(page, "#summary"), /NDIS_STATUS_BAD_VERSION/, path);
      }
      server = undefined;
    });

    test("it works in a foreign frame that may run scripts and nothing else", async () => {
      await serve({ headers: { "Access-Control-Allow-Origin": "*" } });
      const host = http.createServer((_, response) => {
        response.setHeader("Content-Type", "text/html");
        response.end(`<!doctype html><title>docs</title><iframe sandbox="allow-scripts" width="900" height="700" src="${server.url}${link}"></iframe>`);
      });
      await new Promise((done) => host.listen(0, "127.0.0.1", done));
      try {
        await page.goto(`http://127.0.0.1:${host.address().port}/`);
        await page.waitForSelector("iframe");
        const frame = steady(page.frames().find((f) => f.parentFrame()));
        await frame.waitForSelector(".playground #summary > *", { timeout: 30_000 });
        assert.match(await textOf(frame, "#summary"), /NDIS_STATUS_BAD_VERSION/);
        await frame.select("[data-path=host]", "6.20");
        await until(frame, () => document.querySelector("#summary").textContent.includes("running"));
        assert.equal(await frame.evaluate(() => { try { return typeof window.localStorage.getItem("x"); } catch { return "SecurityError"; } }), "object");
        assert.deepEqual(page.faults, []);
      } finally {
        host.closeAllConnections();
        await new Promise((done) => host.close(done));
      }
    });
  });
}

// The catalogue in real browsers: searching, what is known, comparing, exporting, reading what is pasted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./api.mjs";
import { click, has, hashIs, inBrowsers, open, page, resize, server, textOf, until, withPages } from "./browser.mjs";

const ndis = await load();

inBrowsers(() => {
  withPages();

  const visit = (fragment = "", path = "catalogue/") => open(page, server.url + path + fragment);

  /** Writes a query at once: what stands in the list changes once only. */
  const seek = (query) => page.$eval("#search", (e, q) => {
    e.value = q;
    e.dispatchEvent(new Event("input", { bubbles: true }));
  }, query);

  test("a search finds with each keystroke, by keyboard alone", async () => {
    await visit();
    await page.keyboard.press("/");
    await page.keyboard.type("off enc");
    await has("#results", "NDIS_OFFLOAD_ENCAPSULATION");
    assert.equal(await page.$eval("#search", (e) => document.activeElement === e && e.getAttribute("aria-expanded")), "true");
    await page.keyboard.press("ArrowDown");
    await until(page, () => document.querySelector("#search").getAttribute("aria-activedescendant") === "result-1");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await hashIs("#NDIS_OFFLOAD_ENCAPSULATION");
    await has("#subject", "ndis/encapsulationconfig.h");
    await until(page, () => document.querySelector("#search").getAttribute("aria-expanded") === "false");
  });

  test("a value or either spelling of a macro finds what it names", async () => {
    await visit();
    for (const [query, found, hash] of [
      ["0xc0010005", "NDIS_STATUS_BAD_CHARACTERISTICS", "#NDIS_STATUS_BAD_CHARACTERISTICS"],
      ["3221291013", "NDIS_STATUS_BAD_CHARACTERISTICS", "#NDIS_STATUS_BAD_CHARACTERISTICS"],
      ["NDIS_SIZEOF_FILTER_CHARACTERISTICS_REVISION_2", "NDIS_SIZEOF_FILTER_DRIVER_CHARACTERISTICS_REVISION_2", "#NDIS_FILTER_DRIVER_CHARACTERISTICS?revision=2"],
      ["0x00140006", "6.20", "#6.20"],
    ]) {
      await seek(query);
      await has("#results", found);
      await click("#results [data-go]");
      await hashIs(hash);
    }
  });

  test("the search finds rules by name, by title and by paragraph, below all else", async () => {
    for (const [path, query, rule] of [["catalogue/", "revision-old regist", "registration.revision-old"], ["catalogue/", "too old for", "registration.revision-old"], ["ja/catalogue/", "古い 登録", "registration.revision-old"]]) {
      await visit("", path);
      await seek(query);
      await page.waitForSelector(`#results [data-go$='rules/#${rule}']`);
      const goes = await page.$$eval("#results [data-go]", (all) => all.map((r) => r.dataset.go.includes("rules/#")));
      assert.deepEqual(goes, [...goes].sort(), "rules stand below");
    }
    const last = (await page.$$eval("#results [data-go]", (all) => all.length)) - 1;
    const goal = await page.$eval(`#result-${last}`, (r) => new URL(r.dataset.go, location.href).href);
    await page.focus("#search");
    for (let i = 0; i < last; i++) {
      await page.keyboard.press("ArrowDown");
      await until(page, (n) => document.querySelector("#search").getAttribute("aria-activedescendant") === `result-${n}`, i + 1);
    }
    await page.keyboard.press("Enter");
    await until(page, (g) => location.href === g && document.querySelector(".rule-page") !== null, goal);
  });

  test("a structure says on which hosts its right header is accepted, and why", async () => {
    const structure = "NDIS_FILTER_DRIVER_CHARACTERISTICS";
    await visit(`#${structure}?revision=2`);
    await page.waitForSelector("#accepted [data-cell='18.18']");
    const { size } = ndis.layout({ structure, revision: 2 });
    const hosts = await page.$$eval("#accepted tbody th", (all) => all.map((h) => h.textContent));
    const verdicts = (mode) => hosts.map((host) => hosts.map((sender) => {
      if (hosts.indexOf(sender) > hosts.indexOf(host)) return "above";
      return ndis.check({ structure, header: { type: "FILTER_DRIVER_CHARACTERISTICS", revision: 2, size }, reader: "NDIS", sender, host, mode }).verdict;
    }));
    const drawn = () => page.$$eval("#accepted tbody tr", (rows) => rows.map((r) => [...r.querySelectorAll(".cell")].map((c) => (c.classList.contains("above") ? "above" : c.classList[1]))));
    assert.deepEqual(await drawn(), verdicts("documented"));
    await page.select("[data-do=option][data-arg=mode]", "observed");
    await hashIs(`#${structure}?mode=observed&revision=2`);
    await until(page, () => document.querySelector("#accepted .tolerated") !== null);
    assert.deepEqual(await drawn(), verdicts("observed"));
    await page.select("[data-do=option][data-arg=mode]", "-");
    await until(page, () => document.querySelector("#accepted .tolerated") === null);
    await page.focus("#accepted [tabindex='0']");
    for (const [key, cell] of [["ArrowDown", "1.0"], ["ArrowRight", "1.1"], ["ArrowUp", "0.1"], ["ArrowDown", "1.1"]]) {
      await page.keyboard.press(key);
      assert.equal(await page.evaluate(() => document.activeElement.dataset.cell), cell, key);
    }
    await page.keyboard.press("Enter");
    await hashIs(`#${structure}?cell=6.1+on+6.1&revision=2`);
    await has("#why", "The characteristics fit 6.1");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.cell), "1.1", "the focus stays");
    await click("#accepted [data-cell='18.18']");
    await has("#why", "Revision 2 is too old for 6.89");
    assert.equal(await page.$eval("#accepted [data-cell='18.18']", (e) => e.title), "Revision 2 is too old for 6.89");
    await page.reload();
    await has("#why", "NDIS_STATUS_BAD_CHARACTERISTICS (0xC0010005)");
    assert.match(await page.$eval("#why a", (a) => a.href), /\/rules\/#registration\.revision-old$/);
    await visit("#NET_BUFFER", "catalogue/?headless");
    await page.waitForSelector("#layout");
    assert.equal(await page.holds("#accepted"), false, "no header, no grid");
    await resize(page, 360, 740);
    await visit(`#${structure}?revision=2`, "ja/catalogue/");
    await page.waitForSelector("#accepted [data-cell]");
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  });

  test("a structure says its revisions, where its members lie, and what differs", async () => {
    await visit("#NDIS_OFFLOAD");
    await has("#subject", "NDIS_OBJECT_TYPE_OFFLOAD");
    await page.select("[data-do=option][data-arg=revision]", "2");
    await hashIs("#NDIS_OFFLOAD?revision=2");
    const { members } = ndis.layout({ structure: "NDIS_OFFLOAD", revision: 2 });
    await until(page, () => document.querySelector("#layout [data-path='UdpRsc']") === null);
    assert.deepEqual(await page.$$eval("#layout [data-path]", (rows) => rows.map((r) => r.dataset.path)), members.map((m) => m.path).filter((p) => !p.includes("[")));
    await page.select("[data-do=option][data-arg=against]", "revision 1");
    await has("#diff", "IPsecV2");
    assert.match(await page.$eval("#exported", (e) => e.value), /NDIS_OFFLOAD_REVISION_2/);
    await page.select("[data-do=option][data-arg=format]", "json");
    await until(page, () => JSON.parse(document.querySelector("#exported").value.startsWith("{") ? document.querySelector("#exported").value : "{}").size === 144);
    await page.reload();
    await page.waitForSelector(".playground #layout");
    assert.equal(await page.$eval("[data-do=option][data-arg=revision]", (e) => e.value), "2", "the link says all of it");
  });

  test("a status leads to the examples that end with it", async () => {
    await visit("#0xC0010005");
    await has(".endings", "registration.revision-old");
    await page.$$eval(".endings a", (links) => links[0].click());
    await page.waitForSelector("#summary > *", { timeout: 20_000 });
    await has("#summary", "0xC0010005");
  });

  test("object types, OIDs, constants and versions have pages", async () => {
    for (const [fragment, text] of [["#0xA7", "NDIS_OFFLOAD"], ["#OID_GEN_SUPPORTED_LIST", "0x00010101"], ["#NDIS_OFFLOAD_SUPPORTED", "NDIS_OFFLOAD_NOT_SUPPORTED"], ["#6.30", "NDIS_QOS_PARAMETERS"]]) {
      await visit(fragment);
      await has("#subject", text);
      await page.goto("about:blank");
    }
  });

  test("what has no page is said, with what is near", async () => {
    await visit("#NDIS_OFLOAD_%3Cimg%20src=x%3E");
    await has("main", "NDIS_OFLOAD_<img src=x>");
    assert.equal(await page.holds("main img"), false);
    await visit("#NDIS_OFLOAD");
    await has("main", "NDIS_OFFLOAD");
  });

  test("the version sheet is filtered, and is what the API says", async () => {
    await visit("#sheet?registered=6.30");
    await until(page, () => document.querySelectorAll("#sheet [data-structure]").length > 100);
    await page.select("[data-do=option][data-arg=driver]", "miniport");
    await until(page, () => document.querySelectorAll("#sheet [data-structure]").length < 60);
    const shown = await page.$$eval("#sheet [data-structure]", (rows) => rows.map((r) => [r.dataset.structure, ...[...r.querySelectorAll("td")].slice(0, 2).map((c) => Number(c.textContent))]));
    assert.deepEqual(shown, ndis.versionSheet({ registered: "6.30", driver: "miniport" }).map((r) => [r.structure, r.revision, r.size]));
    await page.evaluate(() => { HTMLAnchorElement.prototype.click = function () { window.saved = [this.download, decodeURIComponent(this.href)]; }; });
    await click("[data-do=download-sheet][data-arg=h]");
    await until(page, () => window.saved !== undefined);
    const [file, text] = await page.evaluate(() => window.saved);
    assert.equal(file, "ndis-6.30-x64.h");
    assert.match(text, /NDIS_OFFLOAD_REVISION/);
  });

  test("what came with a version is listed", async () => {
    await visit("#changes?from=6.20&to=6.30");
    await has("#changes", "NDIS_QOS_PARAMETERS");
    const { structures } = ndis.diff({ from: "6.20", to: "6.30" });
    await until(page, (n) => document.querySelectorAll("#changes .names li").length === n, structures.length);
  });

  test("a paste is read, its members shown, both highlight each other", async () => {
    await visit("#bytes");
    const bytes = ndis.encode({ structure: "NDIS_OFFLOAD", revision: 2 });
    const dump = [];
    for (let at = 0; at < bytes.length; at += 16)
      dump.push(`fffff801\`${(0x12340000 + at).toString(16)}  ${[...bytes.slice(at, at + 16)].map((b, i) => (i === 8 ? "-" : i ? " " : "") + b.toString(16).padStart(2, "0")).join("")}`);
    await page.$eval("#paste", (e, text) => { e.value = text; e.dispatchEvent(new Event("input", { bubbles: true })); }, `0: kd> db fffff801\`12340000 L90\n${dump.join("\n")}`);
    await has("main", "144 bytes");
    await until(page, () => document.querySelectorAll("#bytes [data-at]").length === 144);
    await page.hover("#bytes [data-at='1']");
    await until(page, () => document.querySelector("#bytes [data-path='Header.Revision']").classList.contains("lit"));
    await page.$eval("#paste", (e, text) => { e.value = text; e.dispatchEvent(new Event("input", { bubbles: true })); }, [dump[0], dump[2]].join("\n"));
    await page.waitForSelector(".refused");
    assert.match(await textOf(page, ".refused"), /^1:1: /);
  });

  test("Japanese has its own catalogue, and what is shown goes along", async () => {
    await visit("#NDIS_OFFLOAD?revision=3");
    await click("a[data-language]");
    await until(page, () => document.documentElement.lang === "ja" && location.pathname.endsWith("/ja/catalogue/"));
    await page.waitForSelector(".playground #layout");
    assert.equal(await page.evaluate(() => location.hash), "#NDIS_OFFLOAD?revision=3");
    await has("#subject", "リビジョン");
    await page.$$eval("nav a[data-page]", (links) => links[0].click());
    await page.waitForSelector(".playground .stack");
    assert.match(await page.evaluate(() => location.pathname), /\/ja\/$/);
  });

  test("nothing sticks out at 360 pixels", async () => {
    await resize(page, 360, 740);
    for (const fragment of ["", "#NDIS_OFFLOAD?revision=7", "#0xC0010005", "#sheet", "#changes", "#bytes?structure=NDIS_OFFLOAD"]) {
      await visit(fragment, "ja/catalogue/");
      await page.waitForSelector("main > *");
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${fragment}: ${width}`);
      await page.goto("about:blank");
    }
  });
});

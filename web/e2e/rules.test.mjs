// The rulebook in real browsers: finding rules, what is said of one, its example live, the ways to it and from it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./api.mjs";
import { has, hashIs, inBrowsers, open, page, resize, server, textOf, until, withPages } from "./browser.mjs";

const ndis = await load();

inBrowsers((name) => {
  withPages();

  const visit = async (fragment = "", path = "rules/") => {
    await open(page, server.url + path + fragment);
    await page.waitForSelector(".playground #rules > *");
  };
  const listed = () => page.$$eval("#rules li .rule", (names) => names.map((n) => n.textContent));
  const count = (n) => until(page, (want) => document.querySelectorAll("#rules li").length === want, n);
  const follow = (selector) => page.$eval(selector, (link) => link.click());

  test("the whole book is listed by area, and can be read before the program has arrived", async () => {
    const sent = await (await fetch(`${server.url}rules/`)).text();
    const articles = sent.match(/<article /g).length;
    await visit();
    await count(articles);
    assert.match(await textOf(page, ".counted"), new RegExp(`^${articles} of ${articles} rules$`));
    assert.equal(new Set(await listed()).size, articles);
    assert.match(await textOf(page, "#rules h3"), /^Drivers and their versions/);
  });

  test("words find rules with each keystroke, by keyboard alone; the link says all of it", async () => {
    await visit();
    await page.keyboard.press("/");
    await page.keyboard.type("xdp ships");
    await hashIs("#?words=xdp+ships");
    await page.keyboard.press("Backspace");
    await has("#rules", "registration.revision-new");
    assert.equal(await page.$eval("#search", (e) => e.value), "xdp ship");
    const names = await listed();
    assert.ok(names.length > 0 && names.length < 10, `${names}`);
    await page.reload();
    await page.waitForSelector(".playground #rules li");
    await until(page, () => document.querySelector("#search").value === "xdp ship");
    assert.deepEqual(await listed(), names);
    await page.$eval("#search", (e) => { e.value = "xyzzy"; e.dispatchEvent(new Event("input", { bubbles: true })); });
    await has(".counted", "0 of");
    await count(0);
  });

  test("rules are chosen by how sure they are, and by sources that contradict", async () => {
    await visit();
    await page.select("[data-do=option][data-arg=confidence]", "header");
    await hashIs("#?confidence=header");
    await until(page, () => [...document.querySelectorAll("#rules li .sure:first-child")].every((e) => e.textContent === "stated by a header"));
    assert.ok((await listed()).length > 0);
    await page.select("[data-do=option][data-arg=confidence]", "-");
    await page.$eval("[data-do=option][data-arg=contradicted]", (e) => e.click());
    await hashIs("#?contradicted=yes");
    await until(page, () => [...document.querySelectorAll("#rules li")].every((e) => e.textContent.includes("sources contradict")));
    assert.ok((await listed()).includes("registration.revision-new"));
  });

  test("a rule says what, why, what else is said, how sure, where; its example runs", async () => {
    await visit("#registration.revision-new");
    for (const text of ["What it says", "accepted with a warning", "Why", "What would be right", "Another source", "XDP for Windows", "not documented; our choice", "NDIS blog", "Registration B11"])
      await has("#rules", text);
    assert.doesNotMatch(await textOf(page, "main"), /[{}]/);
    await has("#trace details[open]", "registration.revision-new");
    assert.equal(await page.$$eval("#trace details[open]", (all) => all.length), 1);
    assert.equal(await page.$eval("#bytes td.marked", (cell) => cell.dataset.at), "1");
    await page.hover("#bytes [data-at='1']");
    await until(page, () => document.querySelector("#bytes [data-path='Header.Revision']").classList.contains("lit"));
    await page.hover("#search");
    await page.$eval("#trace .fact[data-from]", (e) => e.click());
    await until(page, () => document.querySelector("#bytes [data-at='1']").classList.contains("lit"));
  });

  test("an example opens in the playground, whose trace leads back to the rule", async () => {
    await visit("#header.size-too-small");
    await follow("#rules .ways a[data-page=playground]");
    await until(page, () => location.hash.startsWith("#1/ex/"));
    await page.waitForSelector("#trace details[open]");
    const link = await page.evaluate(() => location.hash);
    assert.match(link, /^#1\/ex\/header\.size-too-small\?/);
    assert.deepEqual(ndis.parse(link).problems, []);
    await has("#trace details[open] .sources", "header.size-too-small");
    await follow("#trace details[open] > .explanation .sources a[data-page=rules]");
    await page.waitForSelector(".playground #rules > *");
    assert.match(await page.evaluate(() => location.href), /\/rules\/#header\.size-too-small$/);
  });

  test("neighbours follow each other, and the browser's back comes back", async () => {
    await visit("#driver.entry");
    const title = await textOf(page, "#rules h2");
    await follow("#rules .neighbours a:last-child");
    await hashIs("#driver.asks-version");
    await has("#rules", "driver.asks-version");
    assert.equal(await textOf(page, "#rules .neighbours a:nth-child(2)"), `Previous${title}`);
    await page.goBack();
    await hashIs("#driver.entry");
    await until(page, (t) => document.querySelector("#rules h2").textContent === t, title);
    await follow("#rules .neighbours a");
    await page.waitForSelector("#rules li");
  });

  test("words that are typed on a rule's page lead to the list", async () => {
    await visit("#driver.entry");
    await page.type("#search", "clone");
    await has("#rules", "request.cloned");
    assert.equal(await page.$eval("#search", (e) => document.activeElement === e && e.value), "clone");
    await page.goBack();
    await has("#rules h2", "Windows loads");
    await until(page, () => document.querySelector("#search").value === "");
  });

  test("a rule of the background says why it is not simulated", async () => {
    await visit("#driver.built-for-several");
    await has("#rules", "The compiler decides it.");
    assert.equal(await page.holds("#trace"), false);
  });

  test("a status leads to the rules that answer with it", async () => {
    await open(page, `${server.url}catalogue/#0xC0010005`);
    await has(".endings", "registration.revision-old");
    await page.$$eval(".endings a[data-page=rules]", (links) => links.find((l) => l.textContent === "registration.revision-old").click());
    await has(".playground #rules", "registration.revision-old");
  });

  test("what is no rule is said, with what is near", async () => {
    await open(page, `${server.url}rules/#header.size-to-small%3Cimg%20src=x%3E`);
    await has("main", "header.size-to-small<img src=x>");
    assert.equal(await page.holds("main img"), false);
    await page.evaluate(() => (location.hash = "#header.size-to-small"));
    await has("#rules", "header.size-too-small");
  });

  test("Japanese has its own book, and the rule goes along", async () => {
    await visit("#header.size-too-small");
    await follow("a[data-language]");
    await until(page, () => document.documentElement.lang === "ja" && location.pathname.endsWith("/ja/rules/"));
    await page.waitForSelector(".playground #rules h2");
    assert.equal(await page.evaluate(() => location.hash), "#header.size-too-small");
    await has("#rules", "文書に記載");
    assert.doesNotMatch(await textOf(page, "main"), /[{}]/);
  });

  // Firefox does not let tests switch scripts off.
  test("it reads without a script", { skip: name === "firefox" }, async () => {
    await page.setJavaScriptEnabled(false);
    await page.goto(`${server.url}ja/`);
    const href = await page.$eval("nav a[data-page=rules]", (a) => a.href);
    await page.goto(`${href}#registration.revision-new`);
    const at = await page.$eval("[id='registration.revision-new']", (e) => e.getBoundingClientRect().top);
    assert.ok(Math.abs(at) < 100, `the rule is at ${at}`);
  });

  test("nothing sticks out at 360 pixels", async () => {
    await resize(page, 360, 740);
    for (const [fragment, path] of [["", "rules/"], ["", "ja/rules/"], ["#attributes.power-capabilities-missing", "rules/"], ["#registration.revision-new", "ja/rules/"]]) {
      await visit(fragment, path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${path}${fragment}: ${width}`);
      await page.goto("about:blank");
    }
  });
});

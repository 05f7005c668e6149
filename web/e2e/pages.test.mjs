// The pages in real browsers: what people see, click and type.
import assert from "node:assert/strict";
import { test } from "node:test";
import { library, load } from "./api.mjs";
import { click, has, hashIs, inBrowsers, open, page, resize, server, textOf, until, withPages } from "./browser.mjs";

const ndis = await load();
const names = library().map((e) => e.name);
const linkOf = (text) => ndis.link(text.replaceAll(";", "\n"));

inBrowsers(() => {
  withPages();

  /** Opens a scenario, given as text with ";" between its lines. */
  const openText = async (text, path = "") => {
    await open(page, server.url + path + linkOf(text));
    await page.waitForSelector("#summary > *");
  };
  const summary = () => textOf(page, "#summary");
  const summaryHas = (text) => until(page, (t) => document.querySelector("#summary").textContent.includes(t), text);
  const summaryLacks = (text) => until(page, (t) => !document.querySelector("#summary").textContent.includes(t), text);
  const chosenIs = (name, value) => until(page, (n, v) => document.querySelector(`[name=in-${n}]:checked`)?.value === v, name, value);
  const hash = () => page.evaluate(() => location.hash);
  const bytes = () => page.$$eval("#bytes [data-at]", (cells) => cells.map((c) => c.textContent).join(""));
  const press = async (keys) => {
    const parts = keys.split("+");
    for (const key of parts.slice(0, -1)) await page.keyboard.down(key);
    await page.keyboard.press(parts.at(-1));
    for (const key of parts.slice(0, -1).reverse()) await page.keyboard.up(key);
  };
  /** Shows the object of a structure whose name in the list contains a text. */
  const show = async (text) => {
    const value = await page.$$eval("#in-show option", (options, t) => options.find((o) => o.textContent.includes(t)).value, text);
    await page.select("#in-show", value);
    await until(page, (t) => document.querySelector("#bytes table")?.getAttribute("aria-label").includes(`NDIS_${t}`), text.split(" ")[0]);
  };

  test("the page opens with the newest host, x64, documented, and all is well", async () => {
    await open(page, server.url);
    assert.equal(await page.$eval("[data-path=host]", (e) => e.value), "6.89");
    await chosenIs("arch", "x64");
    await chosenIs("mode", "documented");
    assert.match(await summary(), /protocol.*6\.89.*running.*miniport.*6\.89.*running/);
    assert.equal(await hash(), "", "the address stays as it was until something changes");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  });

  test("a 6.1 driver on a 6.0 host registers 6.0 and sends NDIS_OFFLOAD revision 1 without IPsecV2", async () => {
    await openText("host 6.0;miniport.supports[0] 6.0..6.1");
    assert.match(await summary(), /miniport.*NDIS 6\.0.*running/);
    await show("OFFLOAD (DefaultOffloadConfiguration)");
    await until(page, () => document.querySelector("#bytes [data-at='1']")?.textContent === "01");
    assert.match(await bytes(), /^a7017000/);
    assert.equal((await bytes()).length, 2 * 112);
    assert.equal(await page.holds("#bytes [data-path='IPsecV2']"), false);
    assert.match(await textOf(page, "#trace"), /IPsecV2/);
  });

  test("forced to 6.1 it gets NDIS_STATUS_BAD_VERSION", async () => {
    await openText("host 6.0;miniport.register 6.1");
    assert.match(await summary(), /NDIS_STATUS_BAD_VERSION \(0xC0010004\).*not loaded/);
    assert.match(await textOf(page, "details.current .rule"), /registration\.version-above-host/);
  });

  test("a 5.1 driver is translated on 6.0 and 6.20, and does not load on 6.30", async () => {
    await openText("host 6.0;miniport.register 5.1");
    assert.match(await summary(), /NDIS 5\.1.*running/);
    await page.select("[data-path=host]", "6.20");
    await page.waitForSelector("#trace .tolerated");
    assert.match(await summary(), /NDIS 5\.1.*running/);
    await page.select("[data-path=host]", "6.30");
    await summaryHas("no NDIS status");
    assert.match(await summary(), /not loaded/);
  });

  test("a 6.1 driver with few features sends revision 2 with zeros", async () => {
    await openText("host 6.1;miniport.register 6.1;nic tcp4-checksum-transmit");
    await show("OFFLOAD (DefaultOffloadConfiguration)");
    await until(page, () => document.querySelector("#bytes [data-at='1']")?.textContent === "02");
    const got = await bytes();
    assert.match(got, /^a7029000/);
    assert.equal(got.slice(2 * 112), "00".repeat(32));
    assert.notEqual(got.slice(8, 72), "00".repeat(32));
  });

  test("from the library to the cause and the right header in one click", async () => {
    for (const [example, cause, right] of [
      ["filter-at-six-eighty", /Revision 2 is too old for 6\.80/, "revision 3, 240 bytes"],
      ["filter-at-six-seventy", /Revision 1 is too old for 6\.70/, "revision 2, 224 bytes"],
    ]) {
      await open(page, server.url);
      await click("[data-do=dialog][data-arg=library]");
      await click(`[data-do=example][data-arg=${example}]`);
      await summaryHas("0xC0010005");
      assert.match(await textOf(page, "details.current summary"), cause);
      assert.equal(await page.$eval("#bytes .marked", (e) => e.dataset.at), "1", "the byte at fault");
      assert.ok((await textOf(page, ".remedies button")).includes(right));
      await click(".remedies button");
      await summaryLacks("0xC0010005");
    }
  });

  test("the cases and NetKVM's ladder come out alike in this browser", async () => {
    await open(page, server.url);
    const outcomes = await page.evaluate(async (texts, wasm) => {
      const { load } = await import(wasm);
      const ndis = await load();
      return texts.map((text) => {
        const { outcome, objects } = ndis.run(text);
        return JSON.stringify(outcome) + objects.map((o) => `${o.structure}@${o.address}:${o.bytes}`).join("\n");
      });
    }, scenarios(), `${server.url}api/ndis.js`);
    const here = scenarios().map((text) => {
      const { outcome, objects } = ndis.run(text);
      return JSON.stringify(outcome) + objects.map((o) => `${o.structure}@${o.address}:${o.bytes}`).join("\n");
    });
    assert.deepEqual(outcomes, here);
  });

  test("steps go forward and back, each with its why, and the address says which", async () => {
    await openText("host 6.20;miniport.supports[0] 6.0..6.20");
    await click("[data-do=step][data-arg=first]");
    await until(page, () => document.querySelector("details.current")?.id === "event-1");
    assert.match(await textOf(page, ".stack .state"), /not loaded/);
    for (let i = 0; i < 3; i++) await click("[data-do=step][data-arg=forward]");
    await until(page, () => document.querySelector("details.current")?.id === "event-4");
    assert.match(await textOf(page, "details.current .explanation"), /Why.+How sure.+Source/);
    assert.ok(await page.$eval("details.current .sources a", (a) => a.href.startsWith("https://learn.microsoft.com/")));
    await until(page, () => location.hash.includes("at=4"));
    await click("[data-do=step][data-arg=back]");
    await until(page, () => document.querySelector("details.current")?.id === "event-3");
    await click("[data-do=step][data-arg=last]");
    await until(page, () => document.querySelector(".stack .state").textContent === "running");
  });

  test("the link is always current, and a reload shows the same", async () => {
    await open(page, server.url);
    await page.select("[data-path=host]", "6.20");
    await click("[data-path=arch][data-on=x86]");
    await click("[data-path=mode][data-on=observed]");
    await click("[data-do=add][data-arg=filter]");
    await hashIs(linkOf("host 6.20;arch x86;mode observed;miniport;protocol;filters[0]"));
    const before = await summary();
    await page.reload();
    await page.waitForSelector(".playground #summary > *");
    assert.equal(await summary(), before);
    await chosenIs("arch", "x86");
  });

  test("a reload at once, and a second change at once, keep what was changed", async () => {
    await open(page, server.url);
    await page.evaluate(() => {
      for (const version of ["6.20", "6.30"]) {
        const host = document.querySelector("[data-path=host]");
        host.value = version;
        host.dispatchEvent(new Event("change", { bubbles: true }));
      }
      const seen = setInterval(() => {
        if (!document.querySelector("#summary").textContent.includes("6.30")) return;
        clearInterval(seen);
        location.reload();
      }, 1);
    });
    await until(page, () => performance.getEntriesByType("navigation")[0].type === "reload" && document.querySelector("#summary > *") !== null);
    await summaryHas("6.30");
    await hashIs(linkOf("host 6.30;miniport;protocol"));
  });

  test("keys that follow each other at once all count in a group of radio buttons", async () => {
    await open(page, server.url);
    for (let i = 0; i < 12; i++) {
      await page.$eval("[data-do=look][data-arg=list]", (e) => { e.click(); e.focus(); });
      await until(page, () => document.querySelector("[data-do=look]:checked")?.dataset.arg === "list" && !location.hash.includes("v="));
      const first = page.keyboard.press("ArrowRight");
      await new Promise((done) => setTimeout(done, i));
      await Promise.all([first, page.keyboard.press("ArrowRight")]);
      await until(page, () => document.querySelector("[data-do=look]:checked")?.dataset.arg === "packets" && document.activeElement.dataset.arg === "packets" && location.hash.includes("v=packets"));
    }
  });

  test("Tab comes to the open event of the list only, arrows to the others", async () => {
    await openText("host 6.20;nic plain;miniport;protocol");
    const stops = () => page.$$eval("#trace summary", (all) => all.filter((s) => s.tabIndex === 0).map((s) => s.dataset.time));
    assert.deepEqual(await stops(), ["1"], "nothing is open");
    await click("#trace summary[data-time='5']");
    await until(page, () => document.querySelector("details.current")?.id === "event-5");
    assert.deepEqual(await stops(), ["5"]);
    await press("ArrowDown");
    await until(page, () => document.activeElement.dataset.time === "6");
    assert.deepEqual(await stops(), ["6"]);
  });

  test("the library is found by theme and by words, for keys too, and remembers nothing", async () => {
    await open(page, server.url + "ja/");
    const library = "[data-do=dialog][data-arg=library]";
    const listed = () => page.$$eval("#examples [data-do=example]", (all) => all.length);
    const open_ = () => page.$$eval("#examples details", (all) => all.map((d) => d.open));
    await click(library);
    await until(page, () => document.querySelector("#library").open);
    const all = await listed();
    assert.equal(all, names.length);
    const firstAlone = (themes) => themes.length > 1 && themes.indexOf(true) === 0 && themes.lastIndexOf(true) === 0;
    assert.ok(firstAlone(await open_()), "one theme shows its scenarios");
    for (const [words, found] of [["ask forgets", "six-one-forgets-to-ask"], ["問い合わせを忘れる", "six-one-forgets-to-ask"], ["0xC0010004 FORGETS", "six-one-forgets-to-ask"], ["netkvm/", "netkvm-on-six-seventy"], ["header.own-revision", "header.own-revision"]]) {
      await page.$eval("#library-words", (e) => (e.value = ""));
      await page.type("#library-words", words);
      await page.waitForSelector(`#examples details[open] [data-arg='${found}']`);
      await until(page, (n) => document.querySelectorAll("#examples [data-do=example]").length < n, all);
      assert.ok((await open_()).every(Boolean), words);
      assert.match(await textOf(page, "#library .counted"), new RegExp(`${await listed()}`));
    }
    await page.type("#library-words", "no such thing");
    await until(page, () => document.querySelectorAll("#examples [data-do=example]").length === 0);
    await press("Escape");
    await click(library);
    await until(page, (n) => document.querySelectorAll("#examples [data-do=example]").length === n, all);
    assert.equal(await page.$eval("#library-words", (e) => e.value), "");
    assert.ok(firstAlone(await open_()));
    await page.type("#library-words", "forgets");
    await page.waitForSelector("#examples [data-arg='six-one-forgets-to-ask']");
    await press("ArrowDown");
    await until(page, () => document.activeElement.matches("#examples summary"));
    await press("ArrowDown");
    await press("Enter");
    await summaryHas("NDIS_STATUS_BAD_VERSION");
    assert.equal(await page.$eval("#library", (d) => d.open), false);
    await resize(page, 360, 740);
    await click(library);
    await page.$$eval("#examples details", (themes) => themes.forEach((d) => (d.open = true)));
    assert.ok(await page.$eval("#library", (d) => d.scrollWidth <= d.clientWidth), "nothing sticks out at 360 pixels");
  });

  test("undo and redo go through every change, by button and by key", async () => {
    await open(page, server.url);
    await page.select("[data-path=host]", "6.30");
    await summaryHas("6.30");
    await page.select("[data-path=host][data-arg=windows]", "6.20");
    await summaryHas("6.20");
    await click("[data-do=undo]");
    await summaryHas("6.30");
    await press("Control+z");
    await summaryHas("6.89");
    assert.equal(await page.$eval("[data-path=host]", (e) => e.value), "6.89");
    assert.equal(await page.$eval("[data-do=undo]", (e) => e.getAttribute("aria-disabled")), "true");
    await press("Control+Shift+Z");
    await summaryHas("6.30");
    await click("[data-do=redo]");
    await summaryHas("6.20");
    await hashIs(linkOf("host 6.20;miniport;protocol"));
  });

  test("an example can be taken back, by undo and by the browser's back", async () => {
    await openText("host 6.20;miniport");
    const link = await hash();
    await click("[data-do=dialog][data-arg=library]");
    await click("[data-do=example][data-arg=swapped-words]");
    await summaryHas("Filter 1");
    await page.goBack();
    await summaryLacks("Filter 1");
    assert.equal(await hash(), link);
    await page.goForward();
    await summaryHas("Filter 1");
  });

  test("the builder sets a revision, a flag, a value, and makes them right again", async () => {
    await openText("host 6.30;miniport.register 6.30");
    await show("OFFLOAD (DefaultOffloadConfiguration)");
    await page.select("#in-headerrevision", "1");
    await summaryHas("NDIS_STATUS_BAD_VERSION");
    await until(page, () => document.querySelectorAll("#bytes [data-at]").length === 112);
    await click("[data-do=right]");
    await summaryHas("running");
    await click("#bytes [data-path='Checksum.IPv4Transmit.Encapsulation'] > .row");
    await page.waitForSelector(".flags");
    const flag = "[data-do=flag][data-on=NDIS_ENCAPSULATION_NULL]";
    const flagIs = (on) => until(page, (s, v) => document.querySelector(s)?.checked === v, flag, on);
    await flagIs(false);
    await click(flag);
    await until(page, () => document.querySelector("#bytes [data-at='4']").textContent === "07");
    await flagIs(true);
    await click("#bytes [data-path='Checksum.IPv4Transmit.IpChecksum'] > .row");
    await page.waitForSelector("select[data-do=member]");
    await page.select("select[data-do=member]", "NDIS_OFFLOAD_NOT_SUPPORTED");
    await until(page, () => document.querySelector("#bytes [data-at='9']").textContent === "00");
    const at = "miniport.sends[0].members.Checksum.IPv4Transmit";
    const all = "NDIS_ENCAPSULATION_NULL | NDIS_ENCAPSULATION_IEEE_802_3 | NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q";
    await hashIs(linkOf(`host 6.30;miniport.register 6.30;miniport.sends[0].structure NDIS_OFFLOAD;${at}.Encapsulation ${all};${at}.IpChecksum NDIS_OFFLOAD_NOT_SUPPORTED`));
    await click("[data-do=clear-member]");
    await until(page, () => document.querySelector("#bytes [data-at='9']").textContent !== "00");
  });

  test("what is refused stays in its field, with what would be right", async () => {
    await openText("host 6.20;miniport.register 6.20");
    await page.waitForSelector("[data-path='miniport.register']");
    const field = "[data-path='miniport.register']";
    await page.$eval(field, (e) => { e.value = "six"; e.dispatchEvent(new Event("change", { bubbles: true })); });
    await page.waitForSelector(".refused");
    assert.match(await textOf(page, ".refused"), /"six" is not an NDIS version/);
    assert.equal(await page.$eval(field, (e) => e.value), "six");
    assert.equal(await page.$eval(field, (e) => e.getAttribute("aria-invalid")), "true");
    assert.match(await summary(), /6\.20/, "the scenario is as it was");
    await page.$eval(field, (e) => { e.value = "6.1"; e.dispatchEvent(new Event("change", { bubbles: true })); });
    await until(page, () => !document.querySelector(".refused"));
    await summaryHas("6.1");
  });

  test("bytes and members highlight each other, by pointer and by caret", async () => {
    await openText("host 6.30;miniport.register 6.30");
    await show("OFFLOAD (DefaultOffloadConfiguration)");
    await page.waitForSelector("#bytes [data-path='LsoV2.IPv6.MaxOffLoadSize']");
    const litPaths = () => page.$$eval("#bytes .lit[data-path]", (all) => all.map((e) => e.dataset.path));
    const litBytes = () => page.$$eval("#bytes .lit[data-at]", (all) => all.map((e) => Number(e.dataset.at)));
    const line = "#bytes [data-path='LsoV2.IPv6.MaxOffLoadSize']";
    await page.$eval(line, (e) => e.scrollIntoView({ block: "center" }));
    await page.hover(`${line} > .row`);
    await until(page, () => document.querySelectorAll("#bytes .lit[data-at]").length === 4);
    const [from, to] = await page.$eval(line, (e) => [Number(e.dataset.from), Number(e.dataset.to)]);
    assert.deepEqual(await litBytes(), [from, from + 1, from + 2, to - 1]);
    assert.match(await textOf(page, "#lit"), /LsoV2\.IPv6\.MaxOffLoadSize/);
    await page.$eval("#bytes [data-at='8']", (e) => e.scrollIntoView({ block: "center" }));
    await page.hover("#bytes [data-at='8']");
    await until(page, () => document.querySelectorAll("#bytes .lit[data-path]").length > 1);
    assert.ok((await litPaths()).every((p) => p.startsWith("Checksum.IPv4Transmit.")), "every bit-field of the unit");
    await page.mouse.move(0, 0);
    await page.focus("#bytes [data-at='0']");
    await press("ArrowRight");
    await until(page, () => document.activeElement.dataset.at === "1");
    assert.deepEqual(await litPaths(), ["Header.Revision"]);
    await press("ArrowDown");
    await until(page, () => document.activeElement.dataset.at === "17");
    await press("Enter");
    await until(page, (p) => document.querySelector(".editor .path code")?.textContent.startsWith(p), "Checksum.IPv4Receive");
    await page.focus("#bytes [role=treeitem]");
    await press("ArrowDown");
    await until(page, () => document.activeElement.dataset.path === "Header.Type");
    assert.deepEqual(await litBytes(), [0]);
    await press("ArrowLeft");
    await until(page, () => document.activeElement.dataset.path === "Header");
    await press("ArrowLeft");
    assert.equal(await page.$eval("#bytes [data-path=Header]", (e) => e.getAttribute("aria-expanded")), "false");
    await press("ArrowDown");
    await until(page, () => document.activeElement.dataset.path === "Checksum");
  });

  test("by keyboard alone: a host, a driver's version, the cause, the right header", async () => {
    await open(page, server.url);
    const tabTo = async (selector) => {
      for (let i = 0; i < 120; i++) {
        if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
        await press("Tab");
      }
      assert.fail(`Tab does not come to ${selector}`);
    };
    await tabTo("[data-do=dialog][data-arg=library]");
    await press("Enter");
    await until(page, () => document.querySelector("#library").open);
    await tabTo("[data-do=example][data-arg=filter-at-six-eighty]");
    await press("Enter");
    await summaryHas("0xC0010005");
    await tabTo("details.current > summary");
    await press("ArrowUp");
    await until(page, () => document.querySelector("details.current").id === "event-3" && document.activeElement.closest("details")?.id === "event-3");
    await press("ArrowDown");
    await until(page, () => document.activeElement.closest("details")?.id === "event-4");
    await tabTo("[data-remedy]");
    await press("Enter");
    await summaryLacks("0xC0010005");
    await press("Control+z");
    await summaryHas("0xC0010005");
  });

  test("a damaged link loads what it can, says the rest, and leaves the autosave alone", async () => {
    await open(page, server.url);
    await page.select("[data-path=host]", "6.40");
    await hashIs(linkOf("host 6.40;miniport;protocol"));
    const saved = await page.evaluate(() => localStorage.getItem("ndis-playground.autosave"));
    const whole = linkOf("host 6.20;miniport.register 6.1;filters[0].register 6.20");
    await open(page, server.url + "?cut" + whole.slice(0, -12));
    await page.waitForSelector(".problems li");
    assert.match(await textOf(page, ".problems"), /cut short/);
    assert.match(await summary(), /miniport.*6\.1/);
    assert.equal(await page.evaluate(() => localStorage.getItem("ndis-playground.autosave")), saved);
    await open(page, server.url + "?unknown" + "#1/s?h=6.20&m.register=6.20&m.colour=blue~0000");
    await page.waitForSelector(".problems li.warning");
    await page.select("[data-path=host]", "6.30");
    await until(page, () => location.hash.includes("m.colour=blue"));
    await open(page, server.url + "?critical" + "#1/s?h=6.20&m.register=6.20&m.Colour=blue~0000");
    await page.waitForSelector(".problems li.error");
    assert.equal(await page.$eval("[data-path=host]", (e) => e.disabled), true, "read-only");
    await click("[data-do=unlock]");
    await until(page, () => !document.querySelector("[data-path=host]").disabled);
    await open(page, server.url + "?major" + "#9/s?h=6.20~0000");
    await page.waitForSelector(".problems li.error");
    assert.match(await textOf(page, ".problems"), /generation 9.*9\/s\?h=6\.20/);
    await open(page, server.url + "?version" + "#1/s?h=6.20&m.supports=6.0..six~0000");
    await page.waitForSelector(".problems li.error");
    assert.match(await textOf(page, ".problems"), /6\.0\.\.six/);
  });

  test("text from a link is text", async () => {
    await openText("host 6.30;filters[0].uniqueName <img%20src=x%20onerror=alert(1)>;view <b>");
    assert.match(await textOf(page, "#trace"), /<img src=x onerror=alert\(1\)>/);
    assert.equal(await page.holds("#trace img"), false);
  });

  test("what was changed last can be taken up again", async () => {
    await open(page, server.url);
    await page.select("[data-path=host]", "6.40");
    await hashIs(linkOf("host 6.40;miniport;protocol"));
    await open(page, server.url + "?again");
    assert.equal(await page.$eval("[data-path=host]", (e) => e.value), "6.89");
    await click("[data-do=continue]");
    await summaryHas("6.40");
  });

  test("pasted links and texts are opened, others are told", async () => {
    await open(page, server.url);
    const paste = async (text) => {
      await click("[data-do=dialog][data-arg=open]");
      await page.$eval("#open-text", (e, t) => { e.value = t; }, text);
      await click("[data-do=open-text]");
    };
    await paste("https://example.org/playground/" + linkOf("host 6.20;miniport.register 6.1"));
    await summaryHas("6.1");
    await paste("host 6.40\nfilters[0].register 6.30\n");
    await summaryHas("Filter 1");
    await paste("0x00060014");
    await until(page, () => document.querySelector("[data-path=host]").value === "6.20");
    assert.match(await textOf(page, ".problems"), /NdisGetVersion/);
    await paste("0x00140006");
    await page.waitForSelector(".problems [data-do=suggest]");
    await paste("good morning");
    await page.waitForSelector(".problems li.error");
    assert.match(await summary(), /Filter 1/, "what was there stays");
  });

  test("the scenario can be shared as link and as text", async () => {
    await openText("host 6.20;miniport.register 6.1");
    await click("[data-do=dialog][data-arg=share]");
    assert.equal(await page.$eval("#share-link", (e) => e.value), server.url + linkOf("host 6.20;miniport.register 6.1"));
    assert.equal(await page.$eval("#share-text", (e) => e.value), "host 6.20\nminiport.register 6.1");
    await click("[data-do=copy][data-arg=share-link]");
    await until(page, () => document.querySelector("dialog[open] [role=status]").textContent === "Copied.");
    await click("dialog[open] [data-do=close]");
    await click("[data-do=dialog][data-arg=open]");
    await page.focus("#open-text");
    await press("Control+v");
    await until(page, (text) => document.querySelector("#open-text").value === text, server.url + linkOf("host 6.20;miniport.register 6.1"));
  });

  test("drivers come, go and change places", async () => {
    await open(page, server.url);
    await click("[data-do=add][data-arg=filter]");
    await page.waitForSelector("[data-path='filters[0].profile']");
    await page.select("[data-do=choice]", "register");
    await page.waitForSelector("[data-path='filters[0].register']");
    await page.$eval("[data-path='filters[0].register']", (e) => { e.value = "6.30"; e.dispatchEvent(new Event("change", { bubbles: true })); });
    await summaryHas("6.30");
    await click("[data-do=add][data-arg=filter]");
    await page.waitForSelector("[data-path='filters[1].profile']");
    await click("[data-do=up]");
    await hashIs(linkOf("host 6.89;miniport;protocol;filters[0];filters[1].register 6.30"));
    await click("[data-do=remove]");
    await hashIs(linkOf("host 6.89;miniport;protocol;filters[0].register 6.30"));
    await click("[data-do=driver][data-arg=miniport]");
    await page.waitForSelector("[data-path='miniport.profile']");
    await page.select("[data-path='miniport.profile']", "netkvm/build686");
    await until(page, () => document.querySelector("[name=in-mode]:checked").value === "observed");
    await click("[data-do=driver][data-arg=nic]");
    await page.waitForSelector("[data-path='nic']");
    await page.select("[data-path='nic']", "plain");
    await page.select("[data-path='keywords.*IPsecOffloadV2']", "1");
    await hashIs(linkOf("host 6.89;miniport.profile netkvm/build686;protocol;filters[0].register 6.30;nic plain;keywords.*IPsecOffloadV2 1"));
  });

  test("what the browser refuses, or goes wrong, loses nothing", async () => {
    await openText("host 6.20;miniport");
    await page.evaluate(() => {
      const refuse = () => { throw new Error("refused by the browser"); };
      Storage.prototype.setItem = refuse;
      history.replaceState = refuse;
      document.execCommand = refuse;
    });
    await page.select("[data-path=host]", "6.30");
    await summaryHas("6.30");
    await click("[data-do=dialog][data-arg=share]");
    await click("[data-do=copy][data-arg=share-link]");
    await until(page, () => document.querySelector(".notice").textContent.includes("refused by the browser"));
    assert.match(await summary(), /6\.30/);
    await click("dialog[open] [data-do=close]");
    await click("[data-do=undo]");
    await summaryHas("6.20");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.state), "running");
    assert.deepEqual(page.faults.splice(0).filter((f) => !f.includes("refused")), []);
  });

  test("Japanese has its own page, and a scenario goes along", async () => {
    await openText("host 6.0;miniport.register 6.1");
    await click("a[data-language]");
    await until(page, () => document.documentElement.lang === "ja" && location.pathname.endsWith("/ja/"));
    await page.waitForSelector(".playground #summary > *");
    await summaryHas("NDIS_STATUS_BAD_VERSION");
    assert.match(await summary(), /ミニポート/);
    assert.match(await textOf(page, "details.current .explanation"), /理由/);
    await click(".shell a[data-language]");
    await until(page, () => document.documentElement.lang === "en");
    assert.equal(await hash(), linkOf("host 6.0;miniport.register 6.1"));
  });

  test("the theme is chosen, and kept", async () => {
    await open(page, server.url);
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await click("button.theme");
    await click("button.theme");
    await until(page, () => document.documentElement.dataset.theme === "dark");
    assert.notEqual(await background(), light);
    await page.reload();
    await page.waitForSelector(".playground");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  });

  test("nothing sticks out at 360 pixels", async () => {
    await resize(page, 360, 740);
    for (const path of ["", "ja/"]) {
      await openText("host 6.89;filters[0].register 6.80;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.2;miniport;protocol", path);
      await show("OFFLOAD (DefaultOffloadConfiguration)");
      await until(page, () => document.querySelectorAll("#bytes [data-at]").length > 200);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${path}: ${width}`);
      await page.goto("about:blank");
      await open(page, `${server.url}${path}#1/s?h=6.30&m=&t=start&t=jumppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp`);
      await page.waitForSelector(".problems li");
      const damaged = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(damaged <= 360, `${path}, a damaged link: ${damaged}`);
      await page.goto("about:blank");
    }
  });
});

/** The worked cases and NetKVM's ladder on every host, as texts. */
function scenarios() {
  const texts = library().map((e) => e.text);
  for (const { version } of ndis.versions())
    if (Number(version.split(".")[0]) === 6)
      for (const mode of ["observed", "documented"]) texts.push(`host ${version}\nmode ${mode}\nminiport.profile netkvm/build686\nprotocol\n`);
  return texts;
}

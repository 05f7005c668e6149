// The ways to look at what happens: the diagram, the sweep over hosts, the comparison; and the forms of steps and drivers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./api.mjs";
import { click, has, hashIs, inBrowsers, open, page, resize, server, textOf, until, withPages } from "./browser.mjs";

const ndis = await load();
const linkOf = (text) => ndis.link(text.replaceAll(";", "\n"));
const refused = "host 6.80;miniport;protocol;filters[0].register 6.80;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.2";

inBrowsers(() => {
  withPages();

  /** Opens a scenario, given as text with ";" between its lines. */
  const openText = async (text, path = "") => {
    await open(page, server.url + path + linkOf(text));
    await page.waitForSelector("#summary > *");
  };
  const viewIs = (way) => until(page, (w) => document.querySelector("[data-do=look]:checked")?.dataset.arg === w, way);
  const look = async (way) => {
    await click(`[data-do=look][data-arg=${way}]`);
    await viewIs(way);
  };
  const currentIs = (time) => until(page, (t) => document.querySelector("#trace [aria-current=step]")?.dataset.time === t, String(time));
  const focusIs = (time) => until(page, (t) => document.activeElement?.dataset.time === t, String(time));

  test("the diagram has a row for each event, and steps as the list does", async () => {
    await openText(refused);
    await look("diagram");
    await hashIs(linkOf(`${refused};view diagram`));
    const events = [];
    const walk = (all) => all.forEach((e) => { events.push(e); walk(e.events); });
    walk(ndis.run(refused.replaceAll(";", "\n")).events);
    assert.equal(await page.$$eval("#trace .calls > li", (rows) => rows.length), events.length);
    assert.deepEqual(await page.$$eval("#trace .calls > li", (rows) => rows.map((r) => r.classList[1])), events.map((e) => e.verdict));
    const decisive = events.findIndex((e) => e.verdict === "rejected") + 1;
    await currentIs(decisive);
    assert.match(await page.$eval("#trace [aria-current=step]", (e) => e.querySelector(".unseen").textContent), /^\d+: .*Filter 1.*rejected, NDIS_STATUS_BAD_CHARACTERISTICS$/);
    await has("#trace .opened", "Revision");
    await click("#trace button[data-time='4']");
    await currentIs(4);
    await focusIs(4);
    await page.keyboard.press("ArrowDown");
    await currentIs(5);
    await focusIs(5);
    await page.keyboard.press("End");
    await focusIs(events.length);
    assert.ok(await page.$eval("#trace .current", (row) => {
      const box = row.closest(".sequence").getBoundingClientRect(), at = row.getBoundingClientRect();
      return at.top >= box.top && at.bottom <= box.bottom + 1;
    }), "the open row is in view");
    await page.keyboard.press("ArrowUp");
    await focusIs(events.length - 1);
    await until(page, (at) => location.hash.includes(`at=${at}&v=diagram`), events.length - 1);
    await page.reload();
    await page.waitForSelector("#trace .calls");
    await currentIs(events.length - 1);
  });

  test("what a call passes leads to its bytes, and what is wrong to its remedy", async () => {
    await openText(`${refused};view diagram`);
    await click("#trace .calls [data-object='0']");
    await until(page, () => document.querySelector("#bytes table")?.getAttribute("aria-label").includes("NDIS_MINIPORT_DRIVER_CHARACTERISTICS"));
    await click("#trace .opened [data-remedy]");
    await until(page, () => !document.querySelector("#summary").textContent.includes("0xC0010005"));
    await viewIs("diagram");
    await look("list");
    await until(page, () => !location.hash.includes("v="));
    assert.equal(await page.holds("#trace .calls"), false);
  });

  test("the ways to look are a group of radio buttons, for the keyboard too", async () => {
    await openText("host 6.20;miniport");
    await page.focus("[data-do=look][data-arg=list]");
    await page.keyboard.press("ArrowRight");
    await viewIs("diagram");
    await until(page, () => document.activeElement.dataset.arg === "diagram");
    await hashIs(linkOf("host 6.20;miniport;view diagram"));
    await page.keyboard.press("ArrowRight");
    await viewIs("packets");
    await page.keyboard.press("ArrowRight");
    await viewIs("hosts");
    await hashIs(linkOf("host 6.20;miniport;view hosts.m"));
  });

  test("the sweep is what the API says, and a cell opens its scenario", async () => {
    await openText(`${refused};view hosts.f1`);
    await page.waitForSelector("#sweep [data-cell]");
    const marks = () => page.$$eval("#sweep tbody tr", (rows) => rows.map((r) => [...r.querySelectorAll(".cell")].map((c) => c.classList[1])));
    const scenario = ndis.parse(refused.replaceAll(";", "\n")).scenario;
    const verdicts = (by) => ndis.sweep({ scenario, driver: "filters[0]", by }).cells.map((row) => row.map((c) => c.verdict));
    assert.deepEqual(await marks(), verdicts("hosts"));
    await page.select("[data-do=sweep-by]", "versions");
    await until(page, () => document.querySelector("#sweep [data-cell='18.18']") !== null);
    assert.deepEqual(await marks(), verdicts("versions"));
    await hashIs(linkOf(`${refused};view versions.f1`));
    assert.equal(await page.$$eval("#sweep .above[data-cell]", (cells) => cells.length), (19 * 18) / 2);
    await page.select("[data-do=sweep]", "miniport");
    await hashIs(linkOf(`${refused};view versions.m`));
    await page.select("[data-do=sweep]", "filters[0]");
    await hashIs(linkOf(`${refused};view versions.f1`));
    await page.reload();
    await page.waitForSelector("#sweep [data-cell='9.9']");
    await page.focus("#sweep [tabindex='0']");
    const focus = () => page.evaluate(() => document.activeElement.dataset.cell);
    assert.equal(await focus(), "9.0", "Tab comes to the host's row");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowUp");
    await until(page, () => document.activeElement.dataset.cell === "8.1");
    for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowDown");
    for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowRight");
    await until(page, () => document.activeElement.dataset.cell === "12.10");
    await page.keyboard.press("Enter");
    await viewIs("list");
    await page.waitForSelector("details.current");
    assert.equal(await page.$eval("details.current .rule", (e) => e.textContent), "registration.revision-old");
    assert.equal(await page.$eval("[data-path=host]", (e) => e.value), "6.83");
    assert.equal(await page.$eval("[data-path='filters[0].register']", (e) => e.value), "6.81");
    await page.evaluate(() => history.back());
    await viewIs("hosts");
    await page.evaluate(() => history.forward());
    await viewIs("list");
    await openText(`${refused};view versions.f1;at 3`);
    await click("#sweep [data-cell='12.10']");
    await viewIs("list");
    await click("[data-do=undo]");
    await viewIs("hosts");
  });

  test("two scenarios stand side by side", async () => {
    await openText("host 6.80;miniport;protocol;filters[0].register 6.80");
    await look("compare");
    await has(".compare", "Both scenarios say the same");
    const against = (host) => `;view compare;against ${linkOf(`host ${host};miniport;protocol;filters[0].register 6.80`).slice(1, -5)}`;
    await hashIs(linkOf(`host 6.80;miniport;protocol;filters[0].register 6.80${against("6.80")}`));
    await page.select("[data-path=host]", "6.70");
    await has(".compare", "host");
    assert.match(await textOf(page, ".sides .differs"), /host ?6\.80 ?6\.70/);
    await page.waitForSelector(".pair.differs .rejected");
    const time = await page.$eval(".pair.differs button[data-time]", (e) => e.dataset.time);
    await click(".pair.differs button[data-time]");
    await currentIs(time);
    await focusIs(time);
    await page.keyboard.press("ArrowUp");
    await focusIs(Number(time) - 1);
    await click("[data-do=swap]");
    await until(page, () => document.querySelector("[data-path=host]").value === "6.80");
    await until(page, () => /host ?6\.70 ?6\.80/.test(document.querySelector(".sides .differs").textContent));
    await hashIs(linkOf(`host 6.80;miniport;protocol;filters[0].register 6.80${against("6.70")}`));
    await page.reload();
    await page.waitForSelector(".compare .pair");
    assert.match(await textOf(page, ".sides .differs"), /host ?6\.70 ?6\.80/);
    await click("[data-do=end-compare]");
    await viewIs("list");
    await until(page, () => !location.hash.includes("against"));
    await click("[data-do=undo]");
    await page.waitForSelector(".compare .pair");
    await click("[data-do=compare]");
    await has(".compare", "Both scenarios say the same");
  });

  test("what cannot be read of the other side, or of the view, is said or passed over", async () => {
    await openText("host 6.80;miniport;view compare;against <img%20src=x>");
    await page.waitForSelector(".problems li.error");
    assert.match(await textOf(page, ".problems"), /against/);
    assert.equal(await page.holds("main img"), false);
    await open(page, `${server.url}?nested${linkOf("host 6.80;miniport;view compare;against 1/s?h=6.20&against=1/s?h=6.20&m.build=9")}`);
    await page.waitForSelector(".compare");
    await open(page, `${server.url}?none${linkOf("host 6.80;miniport;view compare")}`);
    await click("[data-do=compare]");
    await page.waitForSelector(".compare");
    for (const view of ["later", "hosts.f9", "versions", "diagram.x"]) {
      await open(page, `${server.url}?${view}${linkOf(`host 6.80;miniport;view ${view}`)}`);
      await page.waitForSelector(view.startsWith("later") || view.startsWith("diagram") ? "#trace > *" : "#sweep [data-cell]");
      await page.select("[data-path=host]", "6.30");
      await until(page, (v) => location.hash.includes(`h=6.30&m=&v=${v}`), view);
    }
  });

  test("a card says what its driver goes by at the open step", async () => {
    await openText("host 6.30;miniport;filters[0].register 6.20;protocol;at 1");
    await page.waitForSelector(".cards");
    assert.equal(await page.holds(".believes"), false);
    await click("[data-do=step][data-arg=last]");
    await has(".card:has([data-arg=miniport]) .believes", "current config");
    await has(".card:has([data-arg='filters[0]']) .believes", "NDIS_OFFLOAD 2");
    await has(".card:has([data-arg=miniport]) .believes", "off");
  });

  test("steps are added, moved and removed without knowing the grammar", async () => {
    await openText("host 6.89;miniport;protocol;filters[0]");
    await click(".steps > summary");
    for (const verb of ["query", "pause"]) {
      await page.select("#new-step", verb);
      await click("[data-do=add-step]");
      await until(page, (v) => [...document.querySelectorAll(".steps input")].at(-1).value.startsWith(v), verb);
    }
    await hashIs(linkOf("host 6.89;miniport;protocol;filters[0];steps start;steps query OID_GEN_STATISTICS;steps pause"));
    await click("[data-do=step-up][data-arg='2']");
    await hashIs(linkOf("host 6.89;miniport;protocol;filters[0];steps start;steps pause;steps query OID_GEN_STATISTICS"));
    await click("[data-do=step-down][data-arg='0']");
    await hashIs(linkOf("host 6.89;miniport;protocol;filters[0];steps pause;steps start;steps query OID_GEN_STATISTICS"));
    await click("[data-do=remove-step][data-arg='0']");
    await hashIs(linkOf("host 6.89;miniport;protocol;filters[0];steps start;steps query OID_GEN_STATISTICS"));
  });

  test("a driver's answers, refusals and habits have fields", async () => {
    await openText("host 6.89;miniport;protocol;filters[0]");
    const set = async (selector, value) => {
      await page.waitForSelector(selector);
      await page.$eval(selector, (e, v) => { e.value = v; e.dispatchEvent(new Event("change", { bubbles: true })); }, value);
    };
    const openDriver = async (path) => {
      if (!(await page.holds(`[data-path='${path}.profile']`))) await click(`[data-do=driver][data-arg='${path}']`);
      await page.waitForSelector(`[data-path='${path}.profile']`);
    };
    await openDriver("miniport");
    await set("[data-do=add-answer]", "OID_GEN_NOTHING");
    await page.waitForSelector(".refused");
    await set("[data-do=add-answer]", "OID_GEN_STATISTICS");
    await hashIs(linkOf("host 6.89;miniport.answers.OID_GEN_STATISTICS NDIS_STATUS_PENDING;protocol;filters[0]"));
    await set("[data-path='miniport.answers.OID_GEN_STATISTICS']", "");
    await set("[data-path='miniport.driverEntry']", "NDIS_STATUS_FAILURE");
    await set("[data-path='miniport.setOptions']", "NDIS_STATUS_RESOURCES");
    await set("[data-path='miniport.exact']", "NDIS_OFFLOAD NDIS_OID_REQUEST");
    await set("[data-path='miniport.supportedRevision']", "never");
    await page.$eval("[data-do=skip][data-on=deregistration]", (e) => e.click());
    await hashIs(linkOf("host 6.89;miniport.skips deregistration;miniport.setOptions NDIS_STATUS_RESOURCES;miniport.driverEntry NDIS_STATUS_FAILURE;miniport.exact NDIS_OFFLOAD NDIS_OID_REQUEST;miniport.supportedRevision never;protocol;filters[0]"));
    await openText("host 6.89;miniport;protocol;filters[0];arch x64");
    await openDriver("protocol");
    await set("[data-path='protocol.media']", "NdisMediumWan");
    await has("#summary", "0xC001");
    await openDriver("filters[0]");
    await page.$eval("[data-path='filters[0].clone']", (e) => e.click());
    await hashIs(linkOf("host 6.89;miniport;protocol.media NdisMediumWan;filters[0].clone copies"));
  });

  test("nothing sticks out at 360 pixels, in any view", async () => {
    await resize(page, 360, 740);
    for (const path of ["", "ja/"])
      for (const view of ["diagram", "hosts.f1", "versions.f1", "compare;against 1/s?h=6.20&f1=&m=&p="]) {
        await openText(`${refused};view ${view}`, path);
        await page.waitForSelector("#trace > *, #sweep > *");
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= 360, `${path} ${view}: ${width}`);
        await page.goto("about:blank");
      }
  });
});

// What axe-core finds: nothing serious or critical, in each language, theme and width, with each dialog open.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { load } from "./api.mjs";
import { browser, inBrowsers, newPage, open, server, until } from "./browser.mjs";

const ndis = await load();
const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const busy = ndis.link(
  `host 6.80
arch x64
keywords.*IPsecOffloadV2 1
miniport.supports[0] 6.0..6.30
miniport.sends[0] NDIS_OFFLOAD.1 where:default
protocol.ladder[0] 6.80.. 6.30
filters[0].register 6.80
filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.2
nic plain
`);
const damaged = `${busy.slice(0, -9)}~0000`;

inBrowsers((name) => {
  /** Violations of serious or critical impact, each with the elements concerned; of all rules, or of some. */
  const violations = (page, rules) =>
    page.evaluate(async (runOnly) => {
      const { violations, passes } = await window.axe.run(document, { resultTypes: ["violations"], selectors: false, preload: false, ...(runOnly && { runOnly }) });
      if (passes.length < (runOnly ? 1 : 10)) throw new Error("axe looked at next to nothing");
      return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
        .map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
    }, rules);
  /** Opens a scenario in the page that is open, as its link's hash. */
  const showLink = async (page, link) => {
    await page.evaluate((l) => {
      for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
      location.hash = l;
    }, link);
    await until(page, (l) => (document.querySelector("#share-link")?.value ?? "").endsWith(l), link);
  };
  const clickOn = (page, selector) => page.$eval(selector, (e) => e.click());
  const flags = async (page) => {
    const value = await page.$$eval("#in-show option", (options) => options.find((o) => o.textContent.includes("OFFLOAD (Default")).value);
    await page.select("#in-show", value);
    await page.waitForSelector("#bytes [data-path='Checksum.IPv4Transmit.Encapsulation'] > .row");
    await clickOn(page, "#bytes [data-path='Checksum.IPv4Transmit.Encapsulation'] > .row");
    await page.waitForSelector(".flags");
  };
  const states = {
    "flags of a member": [ndis.link("host 6.30\nminiport\n"), flags],
    "a refusal, its cause and its remedies": [busy, (page) => page.waitForSelector(".remedies button")],
    "a driver's list of hosts": [busy, async (page) => {
      await clickOn(page, "[data-do=driver][data-arg=protocol]");
      await page.waitForSelector("[data-do=add-rung]");
    }],
    "the network card": [busy, async (page) => {
      await clickOn(page, "[data-do=driver][data-arg=nic]");
      await page.waitForSelector("[data-path=nic]");
    }],
  };
  for (const view of ["diagram", "hosts.f1", "versions.m", "compare\nagainst 1/s?h=6.20&m=&f1="])
    states[`the view "${view}"`] = [ndis.link(`host 6.80\nminiport\nprotocol\nfilters[0].register 6.80\nfilters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.2\nview ${view}\n`), async (page) => {
      await page.waitForSelector("#trace > .sequence, #trace > .compare, #sweep > *");
      await page.$$eval("main details", (all) => all.forEach((d) => (d.open = true)));
    }];
  states["packets, the form of one, and the card's offloads"] = [
    ndis.link("host 6.30\nkeywords.*LsoV2IPv6 0\nminiport\nprotocol\nsteps[0] start\nsteps[1] send ask:checksum vlan:5 then.tcp.seq=9\nsteps[2] set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX\nsteps[3] send data.length=4000 ask:lso2\nsteps[4] send sa:1\nview packets\nat 60\n"),
    async (page) => {
      await page.waitForSelector("#trace .journeys");
      await clickOn(page, "[data-do=driver][data-arg=nic]");
      await page.waitForSelector("#offloads table");
      await page.waitForSelector("[data-do=edit-step]");
      await clickOn(page, "[data-do=edit-step]");
      await page.waitForSelector(".sending");
      await clickOn(page, "#trace button.object[data-object]");
      await page.waitForSelector("#bytes [data-path='ipv4.ttl'] > .row");
      await clickOn(page, "#bytes [data-path='ipv4.ttl'] > .row");
      await page.$$eval("main details", (all) => all.forEach((d) => (d.open = true)));
    },
  ];
  states["the form of a request, with a refusal, and what a card lacks"] = [
    ndis.link("host 6.89\nnic xdpmp\nminiport\nprotocol\nsteps[0] start\nsteps[1] query OID_GEN_STATISTICS\nsteps[2] set OID_GEN_RECEIVE_SCALE_PARAMETERS\n"),
    async (page) => {
      if (!(await page.holds("#offloads"))) await clickOn(page, "[data-do=driver][data-arg=nic]");
      await page.waitForSelector("#offloads .lacks");
      await clickOn(page, "[data-do=edit-step][data-arg='2']");
      await page.waitForSelector("[data-arg='2 option table']");
      await page.$eval("[data-arg='2 option table']", (e) => {
        e.value = "x";
        e.dispatchEvent(new Event("change", { bubbles: true }));
      });
      await page.waitForSelector("[data-arg='2 option table'][aria-invalid=true]");
      await page.$$eval("main details", (all) => all.forEach((d) => (d.open = true)));
    },
  ];
  for (const id of ["library", "open", "share"])
    states[`the dialog "${id}"`] = [busy, async (page) => {
      await clickOn(page, `[data-do=dialog][data-arg=${id}]`);
      await page.waitForSelector(`dialog#${id}[open]`);
      await page.$$eval("dialog[open] details", (all) => all.forEach((d) => (d.open = true)));
    }];

  const places = {
    "all structures": "", "a search": "", "a structure": "#NDIS_OFFLOAD?revision=3&against=revision+2", "a status": "#0xC0010005",
    "a group of constants": "#NDIS_OFFLOAD_SUPPORTED", "the version sheet": "#sheet?registered=6.30", "what came when": "#changes",
    "bytes": "#bytes?structure=NDIS_OFFLOAD&revision=1",
  };
  const rules = { "all rules": "", "chosen rules": "#?contradicted=yes", "a rule and its example": "#registration.revision-new", "a rule of the background": "#driver.built-for-several", "no rule": "#header.size" };
  const looks = ["en", "ja"].flatMap((language) => [360, 1280].map((width) => ({ language, width })));
  const chosen = name === "chromium" ? looks : [looks[1], looks[2]]; // axe itself is the same in both browsers
  /** What each theme asks for: they differ in their colours alone, so the second is looked at for these. */
  const themes = { light: undefined, dark: ["color-contrast", "link-in-text-block"] };
  const wear = (page, theme) => page.evaluate((t) => { document.documentElement.dataset.theme = t; }, theme);
  for (const { language, width } of chosen)
    test(`${language}, ${width} pixels, light and dark`, async () => {
      const found = [];
      const page = await newPage(browser, { width });
      const look = async (state) => {
        for (const [theme, rules] of Object.entries(themes)) {
          await wear(page, theme);
          for (const v of await violations(page, rules)) found.push(`${state}, ${theme}: ${v}`);
        }
        await wear(page, "light");
      };
      await page.evaluateOnNewDocument((t) => localStorage.setItem("ndis-playground.theme", t), "light");
      await open(page, server.url + (language === "ja" ? "ja/" : "") + damaged);
      await page.waitForSelector(".problems li");
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
      await page.evaluate(axe);
      await look("a damaged link");
      for (const [state, [link, prepare]] of Object.entries(states)) {
        await showLink(page, link);
        await prepare(page);
        await look(state);
      }
      const pages = [...Object.entries(places).map((place) => ["catalogue/", ...place]), ...Object.entries(rules).map((place) => ["rules/", ...place])];
      for (const [path, state, fragment] of pages) {
        await page.goto(server.url + (language === "ja" ? "ja/" : "") + path + fragment);
        await page.waitForSelector(".playground main > *");
        await until(page, () => document.documentElement.dataset.state === "running");
        if (state === "a search") {
          await page.type("#search", "off enc");
          await page.waitForSelector("#results [role=option]");
        }
        await page.evaluate(axe);
        await look(state);
        await page.goto("about:blank");
      }
      await page.close();
      assert.deepEqual(found, []);
    });

  test("a violation would be found, in each theme", async () => {
    const page = await newPage(browser);
    await open(page, server.url);
    await page.$eval("[data-do=dialog][data-arg=share]", (e) => e.click());
    await page.waitForSelector("dialog[open]");
    await page.evaluate(axe);
    await page.$eval("dialog[open]", (e) => e.append(document.createElement("button")));
    assert.equal((await violations(page)).length, 1, "a button without a name is found");
    await page.$eval("dialog[open]", (e) => {
      e.lastChild.remove();
      e.append(Object.assign(document.createElement("p"), { textContent: "Dark on dark", style: "color: #333; background: #222" }));
    });
    for (const [theme, rules] of Object.entries(themes)) {
      await wear(page, theme);
      assert.equal((await violations(page, rules)).length, 1, `pale text is found, ${theme}`);
    }
    await page.close();
  });
}, { timeout: 400_000 });

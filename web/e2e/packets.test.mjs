// Packets in the playground: their bytes and fields, what became of them, the form of a step, the card's offloads, INF files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./api.mjs";
import { click, has, hashIs, inBrowsers, open, page, resize, server, textOf, until, withPages } from "./browser.mjs";

const ndis = await load();
const linkOf = (text) => ndis.link(text.replaceAll(";", "\n"));
const plain = "host 6.30;miniport;protocol";
const start = `${plain};steps[0] start`;
const traffic = `${start};steps[1] send ask:checksum;steps[2] send data.length=20000 ask:lso2 mss:1000`;

inBrowsers(() => {
  withPages();

  const openText = async (text, path = "") => {
    await open(page, server.url + path + linkOf(text));
    await page.waitForSelector("#summary > *");
  };
  const value = (selector, text) => until(page, (s, t) => document.querySelector(s)?.value === t, selector, text);
  /** Writes into a field, as somebody does who leaves it afterwards. */
  const write = async (selector, text) => {
    await page.waitForSelector(selector);
    await page.$eval(selector, (e, t) => {
      e.focus();
      e.value = t;
      e.dispatchEvent(new Event("input", { bubbles: true }));
      e.dispatchEvent(new Event("change", { bubbles: true }));
    }, text);
  };
  const steps = async () => {
    await page.$eval(".steps", (e) => { e.open = true; });
  };

  test("packets are a way to look, in the link as well", async () => {
    await openText(traffic);
    await click("[data-do=look][data-arg=packets]");
    await hashIs(linkOf(`${traffic};view packets`));
    await has("#trace .journeys", "On the wire: 20");
    assert.equal(await page.$$eval("#trace .journey", (all) => all.length), 2);
    assert.equal(await page.$$eval("#trace .journey:last-child .became-bytes", (all) => all.length), 4);
    await has("#trace .became", "ipv4.checksum");
    await page.reload();
    await has("#trace .journeys", "On the wire: 20");
  });

  test("a segment leads to its bytes, and is drawn in full then", async () => {
    await openText(`${traffic};view packets`);
    await click("#trace .journey:last-child .passage:nth-child(10) button.object");
    await has("#bytes .tree", "tcp");
    await until(page, () => document.querySelectorAll("#trace .journey:last-child .became-bytes").length === 5);
    await has("#trace .journey:last-child .passage:nth-child(10) .became", "tcp.seq");
  });

  test("the events beside packets open, and arrows go among them", async () => {
    await openText(`${traffic};view packets`);
    const times = await page.$$eval("#trace .deeds > li > [data-time]", (all) => all.map((e) => e.dataset.time));
    assert.ok(times.length >= 3);
    await click(`#trace .deeds [data-time="${times[0]}"]`);
    const focus = (time) => until(page, (t) => document.activeElement?.dataset.time === t && document.activeElement.getAttribute("aria-current") === "step", time);
    await focus(times[0]);
    await page.keyboard.press("ArrowDown");
    await focus(times[1]);
    await page.keyboard.press("End");
    await focus(times.at(-1));
    await page.waitForSelector("#trace .deeds .explanation");
  });

  test("bytes and fields of a packet highlight each other, by pointer and by key", async () => {
    await openText(`${traffic};view packets`);
    await click("#trace .journey button.object[data-object]");
    await page.waitForSelector("#bytes [data-path='ipv4.ttl']");
    await page.$eval("#bytes [data-at='22']", (e) => e.focus());
    await has("#lit", "ipv4.ttl");
    await page.keyboard.press("ArrowRight");
    await has("#lit", "ipv4.proto");
    await page.keyboard.press("Enter");
    await has(".structure .editor", "ipv4.proto");
    await page.$eval("#bytes [data-path='tcp.flags']", (e) => e.focus());
    assert.deepEqual(await page.$$eval("#bytes td.lit", (all) => all.map((e) => e.dataset.at)), ["46", "47"]);
  });

  test("a packet is edited field by field, and undo takes it back", async () => {
    await openText(`${start};steps[1] send`);
    await steps();
    await click("[data-do=edit-step]");
    await page.waitForSelector(".sending details:nth-of-type(3)");
    await page.$eval(".sending details:nth-of-type(3)", (e) => { e.open = true; });
    await write("[data-arg='1 field tcp.dstport']", "80");
    await value("[data-path='steps[1]']", "send eth/ipv4/tcp/data tcp.dstport=80");
    await write("[data-arg='1 field tcp.dstport']", "80000");
    await page.waitForSelector("[data-arg='1 field tcp.dstport'][aria-invalid=true]");
    await has(".sending .refused", "80000");
    await write("[data-arg='1 field tcp.dstport']", "81");
    await value("[data-path='steps[1]']", "send eth/ipv4/tcp/data tcp.dstport=81");
    await click("[data-arg='1 ask tcp']");
    await value("[data-path='steps[1]']", "send eth/ipv4/tcp/data ask:tcp tcp.dstport=81");
    await page.select("[data-arg='1 stack']", "eth/ipv4/udp/data");
    await value("[data-path='steps[1]']", "send eth/ipv4/udp/data ask:tcp");
    for (const before of ["send eth/ipv4/tcp/data ask:tcp tcp.dstport=81", "send eth/ipv4/tcp/data tcp.dstport=81", "send eth/ipv4/tcp/data tcp.dstport=80", "send"]) {
      await click("[data-do=undo]");
      await value("[data-path='steps[1]']", before);
    }
  });

  test("pasted bytes become the packet, and what is no bytes says so", async () => {
    await openText(`${start};steps[1] receive`);
    await steps();
    await click("[data-do=edit-step]");
    await page.waitForSelector("#packet-bytes");
    await page.$eval("#packet-bytes", (e) => { e.closest("details").open = true; });
    await page.$eval("#packet-bytes", (e) => { e.value = "nothing of that kind"; });
    await click("[data-arg='1 paste']");
    await page.waitForSelector("#packet-bytes-why");
    await page.$eval("#packet-bytes", (e) => {
      e.value = "0000   02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00   ..............E.\n0010   00 1e 00 01 40 00 40 11 b6 ca c0 00 02 01 c0 00   ....@.@.........\n0020   02 02 c0 00 01 bb 00 0a 00 00 68 61               ..........ha\n";
    });
    await click("[data-arg='1 paste']");
    await until(page, () => /^receive eth\/ipv4\/udp\/data .*data.hex=6861/.test(document.querySelector("[data-path='steps[1]']").value));
    await click("[data-do=undo]");
    await value("[data-path='steps[1]']", "receive");
  });

  test("the card shows what NDIS believes beside the hardware, at the shown event", async () => {
    await openText(`${start};steps[1] set OID_TCP_OFFLOAD_PARAMETERS LsoV2IPv4=NDIS_OFFLOAD_PARAMETERS_LSOV2_DISABLED;at 1`);
    await click("[data-arg=nic]");
    await until(page, () => document.querySelector("#offloads") && !document.querySelector("#offloads table"));
    await click("[data-do=step][data-arg=last]");
    await has("#offloads", "Current config");
    await until(page, () => [...document.querySelectorAll("#offloads .differs")].some((e) => /^LsoV2.IPv4—Encapsulation/.test(e.textContent)));
    assert.match(await textOf(page, "#offloads table:nth-of-type(2)"), /\*LsoV2IPv4 ?0 ?0/);
  });

  const inf = [
    "[Version]", 'Signature="$WINDOWS NT$"', "Class=Net", "[Manufacturer]", "M=Models,NTamd64", "[Models.NTamd64]", '"Card A"=A.ndi,PCI\\VEN_1', '"Card B"=B.ndi,PCI\\VEN_2',
    "[A.ndi]", "AddReg=A.reg", "[A.reg]", 'HKR,,*LsoV2IPv4,0,"0"', 'HKR,,*IPsecOffloadV2,0,"9"', "[B.ndi]", "AddReg=B.reg", "[B.reg]", 'HKR,,*RscIPv4,0,"0"', "",
  ].join("\r\n");

  test("an INF file gives the card its keywords, those of the device that is chosen", async () => {
    await openText(`${plain};keywords.*RscIPv6 0`);
    await click("[data-do=dialog][data-arg=open]");
    await page.$eval("#open-text", (e, t) => { e.value = t; }, inf);
    await click("[data-do=open-text]");
    await has(".inf-settings", "*LsoV2IPv4 = 0");
    await has(".inf-problems", "Line 13");
    await page.select("[data-do=inf-device]", "1");
    await has(".inf-settings", "*RscIPv4 = 0");
    await click("[data-do=inf-use]");
    await hashIs(linkOf(`${plain};keywords.*RscIPv4 0`));
    await value("[data-path='keywords.*RscIPv4']", "0");
    await click("[data-do=undo]");
    await hashIs(linkOf(`${plain};keywords.*RscIPv6 0`));
  });

  test("a file that is dropped is opened, an INF file in UTF-16 and a scenario's text too", async () => {
    await openText(start);
    const drop = (codes) => page.evaluate((all) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(all)], "file.inf"));
      document.querySelector(".playground").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }, codes);
    const utf16 = [0xff, 0xfe, ...[...inf].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8])];
    await drop(utf16);
    await has(".inf-settings", "*LsoV2IPv4 = 0");
    await click("[data-do=close][data-arg=open]");
    await drop([...Buffer.from("host 6.20\nminiport\n")]);
    await hashIs(linkOf("host 6.20;miniport"));
  });

  test("packets fit a phone, in both languages", async () => {
    await resize(page, 360, 740);
    for (const path of ["", "ja/"]) {
      await openText(`${traffic};view packets`, path);
      await page.waitForSelector("#trace .journeys");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path);
    }
  });
});

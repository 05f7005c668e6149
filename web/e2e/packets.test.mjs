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

  /** Opens the form of step 2 of a scenario, with all that is folded in it. */
  const openForm = async (text) => {
    await openText(text);
    await steps();
    await click("[data-do=edit-step][data-arg='1']");
    await page.waitForSelector(".sending");
    await page.$$eval(".sending details", (all) => { for (const d of all) d.open = true; });
  };
  const stepIs = (text) => value("[data-path='steps[1]']", text);
  const on = (what) => `.sending [data-arg='1 ${what}']`;
  const unlabelled = () => page.$$eval(".sending :is(input, select, textarea)", (all) => all.filter((e) => !e.labels?.length || e.labels[0].textContent === "").map((e) => e.outerHTML));
  const dangling = () => page.$$eval(".sending [aria-describedby]", (all) => all.map((e) => e.getAttribute("aria-describedby")).filter((id) => !document.getElementById(id)));

  test("a step that sends says all that it can by its form, and undo takes it back", async () => {
    await openForm(`${plain};filters[0];steps[0] start;steps[1] send`);
    assert.deepEqual([await unlabelled(), await dangling()], [[], []]);
    const texts = ["send"];
    const now = async (text) => {
      await stepIs(text);
      texts.push(text);
    };
    await write(on("field data.length"), "3000");
    await now("send eth/ipv4/tcp/data data.length=3000");
    await write(on("field data.from"), "7");
    await now("send eth/ipv4/tcp/data data.length=3000 data.from=7");
    await click(on("ask lso2"));
    await now("send eth/ipv4/tcp/data ask:lso2 data.length=3000 data.from=7");
    await write(on("option mss"), "1000");
    await now("send eth/ipv4/tcp/data ask:lso2 mss:1000 data.length=3000 data.from=7");
    await page.select(on("option from"), "filter.1");
    await now("send eth/ipv4/tcp/data ask:lso2 mss:1000 from:filter.1 data.length=3000 data.from=7");
    await page.select(on("member oob.IPVersion"), "1");
    await now("send eth/ipv4/tcp/data ask:lso2 mss:1000 from:filter.1 data.length=3000 data.from=7 oob.IPVersion=1");
    await write(on("member oob.TcpHeaderOffset"), "1024");
    await page.waitForSelector(on("member oob.TcpHeaderOffset") + "[aria-invalid=true]");
    await has(".sending .refused", "0..1023");
    await write(on("member oob.TcpHeaderOffset"), "");
    await until(page, () => !document.querySelector(".sending [aria-invalid=true]"));
    await click("[data-do=look][data-arg=packets]");
    await has("#trace .journey", "LsoV2Transmit.IPVersion");
    await page.$eval(".sending", (e) => e.scrollIntoView());
    for (const before of texts.reverse().slice(1)) {
      await click("[data-do=undo]");
      await stepIs(before);
    }
  });

  test("packets behind the first differ in the fields that the form adds", async () => {
    await openForm(`${start};steps[1] receive data.length=10`);
    await page.select(".sending [data-do=then]", "tcp.seq");
    await write(on("member then.tcp.seq"), "90x");
    await page.waitForSelector(on("member then.tcp.seq") + "[aria-invalid=true]");
    await value(".sending [data-do=then]", "tcp.seq");
    await write(on("member then.tcp.seq"), "90");
    await stepIs("receive data.length=10 then.tcp.seq=90");
    assert.ok(await page.$eval(".sending [data-do=then]", (e) => e.value !== "tcp.seq"));
    await value(on("member then.tcp.seq"), "90");
    await click("[data-do=look][data-arg=packets]");
    await until(page, () => document.querySelectorAll("#trace .journey .frames button").length === 2);
    await write(on("option count"), "3");
    await until(page, () => document.querySelectorAll("#trace .journey .frames button").length === 3);
    await write(on("member then.tcp.seq"), "");
    await stepIs("receive count:3 data.length=10");
    await click(on("option hold"));
    await stepIs("receive count:3 hold:yes data.length=10");
    await until(page, () => document.querySelector("#trace .journeys").textContent.includes("waits"));
    await write("[data-path='steps[1]']", "receive hold:no");
    await has(".problems", "\"no\" is no value of hold");
    await has(".problems", "steps[1]");
  });

  test("a request has a form of what its OID takes", async () => {
    const rss = "set OID_GEN_RECEIVE_SCALE_PARAMETERS";
    await openForm(`host 6.89;miniport;protocol;steps[0] start;steps[1] ${rss} HashInformation=0x201;steps[2] set OID_OFFLOAD_ENCAPSULATION IPv4.Enabled=1 IPv4.EncapsulationType=2 IPv4.HeaderSize=14;steps[3] receive data.length=100;view packets`);
    assert.deepEqual([await unlabelled(), await dangling()], [[], []]);
    assert.equal(await page.holds(on("option list")), false);
    await write(on("option table"), "0,1,x");
    await page.waitForSelector(on("option table") + "[aria-invalid=true]");
    await write(on("option table"), "5,5,5,5");
    await stepIs(`${rss} table:5,5,5,5 HashInformation=0x201`);
    await until(page, () => [...document.querySelectorAll("#trace .journey .deeds button")].some((e) => /\b5\b/.test(e.textContent)));
    await write(on("option key"), "00ff");
    await page.select(on("option from"), "administrator");
    await stepIs(`${rss} table:5,5,5,5 key:00ff from:administrator HashInformation=0x201`);
    await write("[data-path='steps[1]']", "set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA");
    await write(on("option list"), "2");
    await page.waitForSelector(on("option sa"));
    await stepIs("set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA list:2");
    await page.select(on("option during"), "Pausing");
    await stepIs("set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA list:2 during:Pausing");
    await click("[data-do=undo]");
    await stepIs("set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA list:2");
  });

  test("VXLAN that goes to another port shows what it carries", async () => {
    await openText("host 6.89;nic.capabilities.EncapsulatedPacketTaskOffloadVxlan.EncapsulationProtocolInfo.VxlanInfo.VxlanUDPPortNumber 8472;nic.profile reference;miniport;protocol;steps[0] start;steps[1] send eth/ipv4/udp/vxlan/eth/ipv4/tcp/data udp.dstport=8472 ask:tcp,encapsulated;view packets");
    await has("#trace .journey .frames", "eth/ipv4/udp/vxlan/eth/ipv4/tcp");
    await click("#trace .journey button.object[data-object]");
    await page.waitForSelector("#bytes [data-path='tcp.checksum']");
  });

  test("the card says what it lacks, and why", async () => {
    await openText(`${start};nic xdpmp`);
    await click("[data-arg=nic]");
    await has("#offloads .lacks", "LsoV2.IPv6.IpExtensionHeadersSupported");
    await has("#offloads .lacks", "Each segment has headers of its own");
    await openText(`${start};nic xdpmp`, "ja/");
    await click("[data-arg=nic]");
    await has("#offloads .lacks", "セグメントごとにヘッダーがあります");
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

  test("all forms of steps fit a phone and a desk, in both languages", async () => {
    for (const width of [360, 1280]) {
      await resize(page, width, 740);
      for (const path of ["", "ja/"]) {
        for (const step of ["send ask:lso2 oob.IPVersion=1 then.tcp.seq=5", "receive hold:yes", "set OID_GEN_RECEIVE_SCALE_PARAMETERS.2", "set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA"]) {
          await openText(`${start};steps[1] ${step}`, path);
          await steps();
          await click("[data-do=edit-step][data-arg='1']");
          await page.waitForSelector(".sending");
          await page.$$eval(".sending details", (all) => { for (const d of all) d.open = true; });
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} ${path} ${step}`);
          const outside = await page.$$eval(".sending *", (all) => {
            const right = document.querySelector(".sending").getBoundingClientRect().right;
            return all.filter((e) => e.tagName !== "OPTION" && e.getBoundingClientRect().right > right + 1).map((e) => e.outerHTML);
          });
          assert.deepEqual(outside, []);
        }
      }
    }
  });
});

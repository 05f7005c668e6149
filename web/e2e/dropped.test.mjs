// Capture files in the playground: packets of a file become steps, packets of a run a file; what is said of damaged files,
// of a program that does not come, and that it is there without a network once it was used. The files are those of the Go
// tests.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import http from "node:http";
import { test } from "node:test";
import { load as loadApi, site } from "./api.mjs";
import { click, has, hashIs, inBrowsers, newPage, open, page, browser, resize, serveSite, server, steady, until, withPages } from "./browser.mjs";

const ndis = await loadApi();
const { load } = await import(new URL("api/capture.js", site));
const { readCapture, writeCapture } = await load();
const file = (name) => new Uint8Array(readFileSync(new URL(`../../nicsim/capture/testdata/${name}`, import.meta.url)));
const hex = (bytes) => Buffer.from(bytes).toString("hex");

const linkOf = (text) => ndis.link(text.replaceAll(";", "\n"));
const start = "host 6.89;miniport;protocol;steps[0] start";
const isCaptures = (name) => /^capture-[0-9a-f]{8}\.(js|wasm)$/.test(name);

/** Drops a file on the page. */
const drop = (bytes, name = "file.pcap", on = page) =>
  on.evaluate((base64, called) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], called));
    document.querySelector(".playground").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, Buffer.from(bytes).toString("base64"), name);

/** Writes into a field, as somebody does who leaves it afterwards. */
const write = (selector, text) =>
  page.$eval(selector, (e, t) => {
    e.focus();
    e.value = t;
    for (const name of ["input", "change"]) e.dispatchEvent(new Event(name, { bubbles: true }));
  }, text);

/** Keeps what the page saves, in place of saving it. */
const catchSaved = () =>
  page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
      blob.arrayBuffer().then((buffer) => { window.saved = [...new Uint8Array(buffer)]; });
      return make(blob);
    };
    HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
  });
const saved = async () => {
  await until(page, () => window.saved !== undefined);
  const bytes = new Uint8Array(await page.evaluate(() => window.saved));
  await page.evaluate(() => { window.saved = undefined; });
  return bytes;
};
const wire = (hash) => ndis.run(hash).objects.filter((o) => o.name === "wire").map((o) => hex(o.bytes));

const [choice, how, use] = ["choice", "how", "use"].map((arg) => `#open [data-do=capture][data-arg=${arg}]`);
const fits = () => page.evaluate(() => {
  const wide = [...document.querySelectorAll("#open, #open *, .saving, .saving *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
  return document.documentElement.scrollWidth <= innerWidth && wide.length === 0;
});

inBrowsers(() => {
  withPages();

  const openText = async (text, path = "") => {
    await open(page, server.url + path + linkOf(text));
    await page.waitForSelector("#summary > *");
  };

  test("packets of a file that is dropped become steps, and undo takes all of them back", async () => {
    await openText(start);
    assert.equal(await page.evaluate(() => performance.getEntriesByType("resource").some((e) => /capture/.test(e.name))), false, "not before it is needed");
    await drop(file("le-nano.pcap"), "three\u202e.pcap");
    await has("#open h3", "three.pcap · packets: 3 · link type: Ethernet");
    await has("#open .captured", "1 · eth/ipv4/tcp · 54 B");
    await write(choice, "1, 9");
    await page.waitForSelector(`${choice}[aria-invalid=true]`);
    await has("#open .refused", "9");
    await write(choice, "1, 3");
    await has(use, "Insert behind step 1: 2");
    await click(use);
    await has("#trace .journeys", "Frames that arrive from the wire: 1");
    const hash = await page.evaluate(() => location.hash);
    const { packets } = readCapture(file("le-nano.pcap"));
    assert.deepEqual(wire(hash), [packets[0], packets[2]].map((p) => hex(p.bytes)));
    assert.match(ndis.parse(hash).scenario.steps.join("\n"), /^start\nreceive .*\nreceive .*$/);
    await click("[data-do=undo]");
    await hashIs(linkOf(start));
  });

  test("they can arrive together or be sent, and stand where the step is that is being edited", async () => {
    await openText(`${start};steps[1] receive;steps[2] stop`);
    await page.$eval(".steps", (e) => { e.open = true; });
    await click("[data-do=edit-step]");
    await page.waitForSelector(".sending");
    await drop(file("nano.pcapng"), "n.pcapng");
    await has(use, "behind step 2: ");
    await page.select(how, "together");
    await write(choice, "1-");
    await has(use, "Insert behind step 2: 3");
    await click(use);
    const verbs = async () => ndis.parse(await page.evaluate(() => location.hash)).scenario.steps.map((s) => s.split(" ")[0] + (/ hold:yes/.test(s) ? " held" : "")).join();
    await until(page, () => /hold/.test(location.hash));
    assert.equal(await verbs(), "start,receive,receive held,receive held,receive,stop");
    await drop(file("nano.pcapng"));
    await page.waitForSelector(how);
    await page.select(how, "send");
    await click(use);
    await until(page, () => /send/.test(location.hash));
  });

  test("packets of IP get a header, and a file of the file field is opened, too", async () => {
    await openText(start);
    await page.evaluate((base64) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], "raw.pcap"));
      const field = document.querySelector("#open-file");
      field.files = data.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, Buffer.from(file("raw-ip.pcap")).toString("base64"));
    await has("#open h3", "raw.pcap · packets: 3 · link type: IP");
    await write(choice, "1");
    await has(use, "Insert behind step 1: 1");
    await click(use);
    await until(page, () => /receive/.test(location.hash));
    const [frame] = wire(await page.evaluate(() => location.hash));
    assert.equal(frame.slice(24), `0800${hex(readCapture(file("raw-ip.pcap")).packets[0].bytes)}`);
  });

  test("what is wrong with a file is said, with its place", async () => {
    await openText(start);
    const whole = file("le-micro.pcap");
    for (const [bytes, found, remark] of [
      [whole.subarray(0, whole.length - 1), "packets: 2", "At byte 158: The file cannot be read beyond byte 158. 2 packets come before it."],
      [file("sll2.pcap"), "packets: 0", "At byte 24: 3 packets of link type LINUX_SLL2 (276) were left out: only Ethernet and raw IP are read."],
      [file("short.pcap"), "packets: 3", "At byte 158: Of 1 packets, the file has only the begin."],
      [[0x1f, 0x8b, 8, 0, 0], "packets: 0", "At byte 0: This is neither a pcap nor a pcapng file. It begins like gzip."],
      [new TextEncoder().encode("GMBU and more"), "packets: 0", "It begins like Network Monitor."],
      [whole.subarray(0, 10), "packets: 0", "At byte 0: The file cannot be read beyond byte 0."],
    ]) {
      await drop(bytes);
      await has("#open .inf-problems", remark);
      await has("#open h3", found);
      await click("#open [data-do=close]");
    }
    await hashIs(linkOf(start));
  });

  test("what lies behind the part that is read is said, and what cannot be read at all", async () => {
    await openText(start);
    for (const rest of [20, 0]) { // of the packet in which the part ends, or in front of which
      await page.evaluate((head, rest) => {
        const size = 1 << 20; // of a packet's bytes
        const packet = new Uint8Array(16 + 60);
        new DataView(packet.buffer).setUint32(8, 60, true);
        new DataView(packet.buffer).setUint32(12, 60, true);
        const many = new Blob(Array.from({ length: Math.ceil(size / packet.length) }, () => packet));
        const data = new DataTransfer();
        const long = new File([new Uint8Array(head), packet, packet], `long-${rest}.pcap`);
        Object.defineProperty(long, "size", { value: 33 << 20 }); // as if it went on
        long.slice = () => new Blob([new Uint8Array(head), many, packet.slice(0, rest)]);
        data.items.add(long);
        const event = new DragEvent("drop", { bubbles: true, cancelable: true });
        Object.defineProperty(event, "dataTransfer", { value: { files: [long] } });
        document.querySelector(".playground").dispatchEvent(event);
      }, [...file("le-micro.pcap").subarray(0, 24)], rest);
      await has("#open h3", `long-${rest}.pcap`);
      await has("#open .inf-problems", "Only the first 13798 packets were read.");
      await click("#open [data-do=close]");
    }
    await page.evaluate(() => {
      const folder = new File([], "folder");
      folder.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException("gone", "NotFoundError")) });
      const event = new DragEvent("drop", { bubbles: true, cancelable: true });
      Object.defineProperty(event, "dataTransfer", { value: { files: [folder] } });
      document.querySelector(".playground").dispatchEvent(event);
    });
    await has(".notice", "The browser could not read folder. Folders cannot be opened.");
  });

  test("packets of a run are saved as the wire saw them, one way or both, and as drivers did", async () => {
    const run = `${start};steps[1] send ask:lso2 mss:1000 data.length=3000;steps[2] receive data.length=9;view packets`;
    await openText(run);
    await catchSaved();
    const save = async (which, count) => {
      await page.select(".saving [data-arg=which]", which);
      await has(".saving [data-arg=save]", `Save as pcap: ${count}`);
      await click(".saving [data-arg=save]");
      const bytes = await saved();
      await has(".saving", "Saved as packets.pcap");
      return bytes;
    };
    const all = wire(linkOf(run));
    const inFile = (bytes) => readCapture(bytes).packets.map((p) => hex(p.bytes));
    const both = await save("wire", 4);
    assert.deepEqual(inFile(both), all);
    assert.equal(hex(writeCapture(readCapture(both).packets)), hex(both), "equal bytes");
    assert.deepEqual(inFile(await save("out", 3)), all.slice(0, 3));
    assert.deepEqual(inFile(await save("in", 1)), all.slice(3));
    const [large, ...rest] = inFile(await save("drivers", 2));
    assert.ok(large.length / 2 > 3000 && rest.length === 1);
    assert.equal(await page.evaluate(() => window.savedAs), "packets.pcap");
  });

  test("a program that does not come is said, and comes when it is asked for again", async () => {
    let missing = true;
    const lame = await serveSite({ prefix: "/docs/play/", answer: (name, response) => missing && isCaptures(name) && (response.writeHead(404, "Not Found").end(), true) });
    const other = await newPage(browser);
    try {
      await open(other, lame.url + linkOf(`${start};steps[1] receive;view packets`));
      await other.waitForSelector(".saving");
      await drop(file("le-micro.pcap"), "f.pcap", other);
      const failed = (where) => until(other, (s) => /could not be loaded \(.+\)\. The file and your scenario are as they were.* reload the page/.test(document.querySelector(s).textContent), where);
      await failed("#open");
      await other.click("#open [data-do=close]");
      await other.evaluate((hash) => { location.hash = hash; }, linkOf(`${start};steps[1] receive;steps[2] receive;view packets`));
      await until(other, () => /Save as pcap: 2/.test(document.querySelector(".saving").textContent));
      await failed("#open");
      await other.$eval(".saving [data-arg=save]", (e) => e.click());
      await failed(".saving");
      await other.click("[data-do=dialog][data-arg=open]");
      missing = false;
      await other.$eval("#open .notice button", (e) => e.scrollIntoView());
      await other.click("#open .notice button");
      await until(other, () => /f\.pcap · packets: 3/.test(document.querySelector("#open").textContent));
      await failed(".saving");
      await other.evaluate(() => { HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; }; });
      await other.$eval(".saving .notice button", (e) => e.click());
      await until(other, () => window.savedAs === "packets.pcap" && /Saved as packets/.test(document.querySelector(".saving").textContent));
      assert.match(await other.$eval("#open", (e) => e.textContent), /f\.pcap/);
    } finally {
      await other.evaluate(() => localStorage.clear());
      await other.close();
      await lame.close();
    }
  });

  test("of two files that are dropped the second is opened, whichever is read first", async () => {
    await openText(start);
    await page.evaluate((head) => {
      const slow = new File([], "slow.pcap");
      slow.slice = () => ({ arrayBuffer: () => new Promise((done) => { window.finish = () => done(new Uint8Array(head).buffer); }) });
      const event = new DragEvent("drop", { bubbles: true, cancelable: true });
      Object.defineProperty(event, "dataTransfer", { value: { files: [slow] } });
      document.querySelector(".playground").dispatchEvent(event);
    }, [...file("le-micro.pcap").subarray(0, 24)]);
    await drop(file("le-micro.pcap"), "quick.pcap");
    await has("#open h3", "quick.pcap");
    await page.evaluate(() => new Promise((done) => {
      window.finish();
      setTimeout(done, 500);
    }));
    await has("#open h3", "quick.pcap · packets: 3");
  });

  test("a program of which only the second half is missing is said, too", async () => {
    const lame = await serveSite({ answer: (name, response) => isCaptures(name) && name.endsWith(".wasm") && (response.writeHead(404, "Not Found").end(), true) });
    const other = await newPage(browser);
    try {
      await open(other, lame.url + linkOf(start));
      await drop(file("le-micro.pcap"), "f.pcap", other);
      await until(other, () => /answers 404 Not Found/.test(document.querySelector("#open").textContent));
    } finally {
      await other.close();
      await lame.close();
    }
  });

  test("who has used it once has it without a network, from then on with each version", async () => {
    let version = "";
    const text = readFileSync(new URL("worker.js", site), "utf8");
    const answer = (name, response) => {
      if (name !== "worker.js") return false;
      response.setHeader("Content-Type", "text/javascript");
      response.end(text.replace(/VERSION = "/, `VERSION = "${version}`));
      return true;
    };
    const lone = await serveSite({ prefix: "/docs/play/", answer });
    const other = await newPage(browser);
    const kept = (prefix) => until(other, async (start) => {
      const files = [];
      for (const name of await caches.keys())
        if (name.startsWith(start)) for (const { url } of await (await caches.open(name)).keys()) files.push(url);
      return files.filter((url) => /capture-[0-9a-f]{8}\.(js|wasm)$/.test(url)).length === 2;
    }, prefix);
    try {
      await open(other, lone.url + linkOf(start));
      await drop(file("le-micro.pcap"), "f.pcap", other);
      await until(other, () => /f\.pcap · packets: 3/.test(document.querySelector("#open").textContent));
      await kept("ndis-playground-");
      version = "next";
      await other.evaluate(async () => { await (await navigator.serviceWorker.getRegistration()).update(); });
      await kept("ndis-playground-next");
      await lone.close();
      await other.goto("about:blank");
      await open(other, `${lone.url}?offline${linkOf(start)}`);
      await drop(file("le-micro.pcap"), "g.pcap", other);
      await until(other, () => /g\.pcap · packets: 3/.test(document.querySelector("#open").textContent));
    } finally {
      await other.close();
    }
  });

  test("it works in a foreign frame that may run scripts and nothing else", async () => {
    const lone = await serveSite({ headers: { "Access-Control-Allow-Origin": "*" } });
    const host = http.createServer((_, response) => {
      response.setHeader("Content-Type", "text/html");
      response.end(`<!doctype html><title>docs</title><iframe sandbox="allow-scripts" width="900" height="700" src="${lone.url}${linkOf(start)}"></iframe>`);
    });
    await new Promise((done) => host.listen(0, "127.0.0.1", done));
    const other = await newPage(browser);
    try {
      await other.goto(`http://127.0.0.1:${host.address().port}/`);
      await other.waitForSelector("iframe");
      const frame = steady(other.frames().find((f) => f.parentFrame()));
      await frame.waitForSelector(".playground #summary > *", { timeout: 30_000 });
      await drop(file("le-micro.pcap"), "f.pcap", frame);
      await until(frame, () => /f\.pcap · packets: 3/.test(document.querySelector("#open").textContent));
      assert.deepEqual(other.faults, []);
    } finally {
      await other.close();
      host.closeAllConnections();
      await new Promise((done) => host.close(done));
      await lone.close();
    }
  });

  test("it fits a phone and a desk, in both languages", async () => {
    for (const [width, path] of [[360, ""], [360, "ja/"], [1280, ""], [1280, "ja/"]]) {
      await resize(page, width, 800);
      await openText(`${start};steps[1] receive;view packets`, path);
      await page.waitForSelector(".saving [data-arg=save]");
      assert.ok(await fits(), `saving, ${path}${width}`);
      await drop(file("short.pcap"), `${"a-long-name-without-an-end".repeat(9)}.pcap`);
      await page.waitForSelector(use);
      assert.ok(await fits(), `opening, ${path}${width}`);
      await click("#open [data-do=close]");
    }
  });

  test("keys alone lead to a file", async () => {
    await openText(`${start};view packets`);
    await page.waitForSelector(".saving");
    await page.evaluate(() => { HTMLInputElement.prototype.click = function () { window.picked = this.id; }; });
    await page.focus(".saving [data-arg=pick]");
    await page.keyboard.press("Enter");
    await until(page, () => window.picked === "open-file");
    assert.equal(await page.$eval(".saving [data-arg=save]", (e) => e.getAttribute("aria-disabled")), "true", "nothing to save");
  });
});

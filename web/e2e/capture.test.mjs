// Capture files under Node, as capture.d.ts promises it. The files are those of the Go tests.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { codes, hex, load as loadApi, site } from "./api.mjs";

const { load, NdisError } = await import(new URL("api/capture.js", site));
const { readCapture, writeCapture } = await load();

const folder = new URL("../../nicsim/capture/testdata/", import.meta.url);
const file = (name) => new Uint8Array(readFileSync(new URL(name, folder)));
const files = readdirSync(folder).filter((name) => /\.pcap(ng)?$/.test(name));
const codeOf = (call) => {
  try {
    call();
  } catch (fault) {
    assert.ok(fault instanceof NdisError && codes.includes(fault.code) && fault.message, String(fault.stack));
    return `${fault.code} at ${fault.at}`;
  }
  return "no error";
};
const spell = (p) => `${p.begin} ${p.seconds}.${String(p.nanoseconds).padStart(9, "0")} ${p.bytes.length}/${p.originalLength}`;

test("files of others are read", () => {
  const micro = ["ethernet 1700000000.123457000 54/54", "ethernet 1700000001.123457000 48/48", "ethernet 1700000002.123457000 126/126"];
  for (const name of ["le-micro.pcap", "be-micro.pcap"]) assert.deepEqual(readCapture(file(name)).packets.map(spell), micro, name);
  for (const name of ["le-nano.pcap", "be-nano.pcap", "nano.pcapng"])
    assert.deepEqual(readCapture(file(name)).packets.map(spell), micro.map((line) => line.replace("123457000", "123456789")), name);
  assert.equal(readCapture(file("raw-ip.pcap")).packets[0].begin, "ip");
  assert.deepEqual(readCapture(file("short.pcap")).problems, [{ code: "capture-short", offset: 158, args: ["1"] }]);
  assert.deepEqual(readCapture(file("sll2.pcap")), { packets: [], problems: [{ code: "capture-link", offset: 24, args: ["LINUX_SLL2", "276", "3"] }] });
  assert.deepEqual(readCapture(new Uint8Array([0x1f, 0x8b])).problems[0].args, ["gzip"]);
  assert.equal(readCapture(new ArrayBuffer(0)).problems[0].code, "capture-unknown");
});

test("what is written reads the same, and is what others wrote", () => {
  for (const name of files) {
    const { packets } = readCapture(file(name));
    for (const begin of ["ethernet", "ip"]) {
      const alike = packets.filter((p) => p.begin === begin);
      assert.deepEqual(readCapture(writeCapture(alike)).packets, alike, name);
    }
  }
  const nano = file("le-nano.pcap");
  assert.equal(hex(writeCapture(readCapture(nano).packets).subarray(20)), hex(nano.subarray(20)));
  assert.equal(writeCapture([]).length, 24);
});

test("a file that is cut anywhere gives what comes before, and never throws", () => {
  for (const name of files) {
    const whole = file(name), all = readCapture(whole).packets;
    for (let length = 0; length < whole.length; length++) {
      const { packets, problems } = readCapture(whole.subarray(0, length));
      packets.forEach((p, i) => assert.deepEqual(p, all[i], `${name} at ${length}`));
      for (const p of problems) assert.ok(codes.includes(p.code) && p.offset <= length, `${name} at ${length}`);
    }
  }
});

test("mistakes keep their place", () => {
  const one = { bytes: new Uint8Array(20) };
  for (const [call, want] of [
    [() => readCapture(), "argument-missing at bytes"],
    [() => readCapture("d4c3b2a1"), "type-wrong at bytes"],
    [() => writeCapture(), "argument-missing at packets"],
    [() => writeCapture({}), "type-wrong at packets"],
    [() => writeCapture([one, 7]), "type-wrong at packets[1]"],
    [() => writeCapture([one, {}]), "argument-missing at packets[1].bytes"],
    [() => writeCapture([{ ...one, seconds: -1 }]), "number-wrong at packets[0].seconds"],
    [() => writeCapture([{ ...one, nanoseconds: 1e9 }]), "number-wrong at packets[0].nanoseconds"],
    [() => writeCapture([{ ...one, originalLength: "20" }]), "type-wrong at packets[0].originalLength"],
    [() => writeCapture([{ ...one, begin: "arcnet" }]), "word-unknown at packets[0].begin"],
    [() => writeCapture([one, { ...one, begin: "ip" }]), "capture-unwritable at packets[1]"],
    [() => writeCapture([{ bytes: new Uint8Array(300_000) }]), "capture-unwritable at packets[0]"],
    [() => writeCapture([{ get bytes() { throw 7; } }]), "argument-unreadable at "],
  ])
    assert.equal(codeOf(call), want);
  assert.equal(writeCapture([one]).length, 60);
});

test("packets of a run are saved, and what was saved is received", async () => {
  const ndis = await loadApi();
  const run = (...steps) => ndis.run({ host: "6.89", miniport: {}, protocol: {}, steps: ["start", ...steps] }).objects.filter((o) => o.name === "wire");
  const sent = run("send eth/ipv4/tcp/data data.length=3000 ask:lso2 mss:1000");
  const { packets, problems } = readCapture(writeCapture(sent));
  assert.deepEqual([packets.length, problems], [3, []]);
  const received = run(...packets.map((p) => `receive bytes:${Buffer.from(p.bytes).toString("base64url")}`));
  assert.deepEqual(received.map((o) => hex(o.bytes)), sent.map((o) => hex(o.bytes)));
});

test("a program that is another's does not load", async () => {
  await assert.rejects(load({ wasm: new URL("api/ndis.wasm", site) }), { code: "load-failed" });
  await assert.rejects(load({ wasm: new Uint8Array(9) }), { code: "load-failed" });
});

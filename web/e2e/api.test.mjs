// The JavaScript API under Node, as ndis.d.ts promises it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import { codes, firstRejection, hex, library, load, NdisError, site, walk } from "./api.mjs";

const ndis = await load();
const codeOf = (call) => {
  try {
    call();
  } catch (fault) {
    assert.ok(fault instanceof NdisError, String(fault.stack));
    return `${fault.code} at ${fault.at}`;
  }
  return "no error";
};

test("versions are listed with their words and Windows releases", () => {
  const all = ndis.versions();
  assert.deepEqual(all.find((v) => v.version === "6.20"), {
    version: "6.20", word: 0x00060014, windows: ["Windows 7", "Windows Server 2008 R2"],
  });
  assert.equal(all.at(-1).version, "6.89");
});

test("structures say their revisions and sizes; null before they exist", () => {
  const offload = ndis.structures().find((s) => s.name === "NDIS_OFFLOAD");
  assert.equal(offload.objectType, "NDIS_OBJECT_TYPE_OFFLOAD");
  assert.deepEqual(offload.revisions.slice(0, 2).map((r) => [r.revision, r.since, r.through, r.size]), [
    [1, "6.0", "Flags", { x86: 112, x64: 112, arm64: null }],
    [2, "6.1", "IPsecV2", { x86: 144, x64: 144, arm64: null }],
  ]);
});

test("a layout is a revision's, as of a version", () => {
  const one = ndis.layout({ structure: "NDIS_OFFLOAD", revision: 1 });
  assert.deepEqual([one.size, one.sizeof, one.align], [112, 112, 4]);
  assert.deepEqual(one.members.find((m) => m.path === "Checksum.IPv4Transmit.IpChecksum"), {
    path: "Checksum.IPv4Transmit.IpChecksum", type: "ULONG", kind: "bitfield", offset: 8, size: 4, bit: 8, bits: 2, since: "6.0",
  });
  const newest = ndis.layout({ structure: "NDIS_OFFLOAD" });
  assert.equal(newest.size, newest.sizeof);
  const general = ndis.layout({ structure: "NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES", revision: 1, arch: "x86" });
  assert.notEqual(general.size, ndis.layout({ structure: "NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES", revision: 1 }).size);
});

test("encode fills the header in, and decode reads back every member", () => {
  const bytes = ndis.encode({
    structure: "NDIS_OFFLOAD", revision: 2,
    members: { Checksum: { IPv4Transmit: { IpChecksum: 2 } }, "LsoV2.IPv6.MaxOffLoadSize": 0xffffffff },
  });
  assert.equal(bytes.length, 144);
  assert.equal(hex(bytes.subarray(0, 4)), "a7029000");
  const decoded = ndis.decode({ bytes });
  assert.equal(decoded.structure, "NDIS_OFFLOAD");
  assert.deepEqual(decoded.header, { type: 0xa7, revision: 2, size: 144 });
  assert.equal(decoded.members.find((m) => m.path === "Checksum.IPv4Transmit.IpChecksum").value, 2);
  const again = Object.fromEntries(decoded.members.filter((m) => "value" in m).map((m) => [m.path, m.value]));
  assert.deepEqual(ndis.encode({ structure: "NDIS_OFFLOAD", revision: 2, members: again }), bytes);
});

test("decode reads each structure on each architecture, eight bytes as bigint", () => {
  for (const { name } of ndis.structures()) {
    for (const arch of ["x86", "x64", "arm64"]) {
      const { sizeof } = ndis.layout({ structure: name, arch });
      const bytes = Uint8Array.from({ length: sizeof }, (_, i) => (i * 37 + 11) & 0xff);
      const { members } = ndis.decode({ structure: name, arch, bytes });
      for (const m of members) {
        if (!("value" in m)) continue;
        const wide = m.size === 8 && !m.bits;
        assert.equal(typeof m.value, wide ? "bigint" : "number", `${name}.${m.path} on ${arch}`);
      }
    }
  }
});

test("decode names the candidates where the Type does not decide", () => {
  const decoded = ndis.decode({ text: "80 01 08 00 00 00 00 00" });
  assert.equal(decoded.structure, null);
  assert.equal(decoded.members, null);
  assert.equal(decoded.recognised, "hex");
  assert.ok(decoded.candidates.length > 3);
});

test("check judges for a driver and for NDIS", () => {
  const driver = ndis.check({ structure: "NDIS_OFFLOAD", header: { revision: 3 }, reader: "6.1" });
  assert.deepEqual([driver.verdict, driver.usedRevision, driver.rule], ["accepted", 2, "header.newer-read-as-own"]);
  const short = ndis.check({ structure: "NDIS_OFFLOAD", header: { revision: 3, size: 120 }, reader: { revision: 2 } });
  assert.deepEqual([short.verdict, short.usedRevision, short.rule], ["rejected", null, "header.newer-too-small"]);
  const filter = ndis.check({
    structure: "NDIS_FILTER_DRIVER_CHARACTERISTICS", header: { revision: 2 }, reader: "NDIS", sender: "6.80", host: "6.89",
  });
  assert.deepEqual(filter.status, { name: "NDIS_STATUS_BAD_CHARACTERISTICS", value: 0xc0010005 });
});

test("run takes an object, a text and a link alike", () => {
  const scenario = { host: "6.0", miniport: { supports: ["6.0..6.1"] } };
  const trace = ndis.run(scenario);
  assert.equal(trace.outcome.miniport.registered, "6.0");
  assert.deepEqual(trace.outcome.miniport.structures.NDIS_OFFLOAD, { revision: 1, size: 112, verdict: "accepted" });
  assert.deepEqual([trace.outcome.protocol, trace.outcome.intermediate, trace.outcome.filters], [null, null, []]);
  assert.equal(typeof trace.objects[0].address, "bigint");
  assert.ok(trace.objects[0].bytes instanceof Uint8Array);
  const link = ndis.link(scenario);
  assert.equal(link, "#1/s?h=6.0&m.supports=6.0..6.1~7GSQ");
  assert.deepEqual(ndis.run(link), trace);
  assert.deepEqual(ndis.run("host 6.0\nminiport.supports[0] 6.0..6.1\n"), trace);
  assert.equal(typeof ndis.run({ ...scenario, arch: "x86" }).objects[0].address, "number");
});

test("the library shows through the API what it must, and every event has words", () => {
  for (const { name, text, expect } of library()) {
    const trace = ndis.run(text);
    const events = [...walk(trace.events)];
    for (const { rule, verdict } of expect)
      assert.ok(events.some((e) => e.rule === rule && e.verdict === verdict), `${name}: ${rule} ${verdict}`);
    const parsed = ndis.parse(ndis.link(text));
    assert.deepEqual(parsed.problems, [], name);
    assert.deepEqual(ndis.run(parsed.scenario), trace, `${name}: the object that parse gives`);
    for (const event of events)
      for (const lang of ["en", "ja"]) assert.ok(ndis.explain(event, lang).why, `${name}: ${event.rule} in ${lang}`);
  }
});

test("parse keeps what it can, and says the rest", () => {
  const parsed = ndis.parse("#1/s?h=6.20&m.register=6.20&colour=blue&m.sends=OFFLOADX.1~0000");
  assert.deepEqual(parsed.scenario.miniport, { register: "6.20" });
  assert.deepEqual(parsed.scenario.unknown, { colour: "blue" });
  assert.deepEqual(parsed.problems.map((p) => `${p.severity} ${p.code}`), [
    "warning link-cut", "warning key-kept", "error structure-unknown",
  ]);
  assert.ok(ndis.link({ host: "6.20", unknown: { colour: "blue" } }).includes("colour=blue"));
  assert.equal(ndis.parse("0x00140006").problems[0].code, "version-swapped");
});

test("mistakes are NdisErrors of the closed list, at their path", () => {
  const run = (scenario) => codeOf(() => ndis.run(scenario));
  assert.equal(run({ host: 6.2 }), "type-wrong at host");
  assert.equal(run({ host: "6.2" }), "version-unlisted at host");
  assert.equal(run({}), "host-missing at host");
  assert.equal(run(null), "type-wrong at ");
  assert.equal(run({ host: "6.20", filters: [{}, { regster: "6.20" }] }), "key-unknown at filters[1].regster");
  assert.equal(run({ host: "6.20", filters: [{}, { register: {} }] }), "type-wrong at filters[1].register");
  assert.equal(run({ host: "6.20", steps: ["start", "query OID_GEN_LINK_SPEED"] }), "step-not-run at steps[1]");
  assert.equal(codeOf(() => ndis.layout()), "argument-missing at structure");
  assert.equal(codeOf(() => ndis.layout({ structure: "NDIS_OFFLOAD", revision: 99 })), "revision-unknown at revision");
  assert.equal(codeOf(() => ndis.decode({ bytes: [1, 2] })), "type-wrong at bytes");
  assert.equal(codeOf(() => ndis.encode({ structure: "NDIS_OFFLOAD", members: { Nope: 1 } })), "member-unknown at members.Nope");
  assert.equal(codeOf(() => ndis.explain({ rule: "no-such-rule" })), "rule-unknown at event.rule");
  assert.equal(codeOf(() => ndis.run(() => 1)), "argument-unreadable at ");
  for (const code of codes) assert.equal(codes.filter((c) => c === code).length, 1, code);
});

test("load says why it fails, and leaves the global object alone", async () => {
  const before = Object.getOwnPropertyNames(globalThis).sort();
  await load({ wasm: readFileSync(new URL("api/ndis.wasm", site)) });
  await load({ wasm: await WebAssembly.compile(readFileSync(new URL("api/ndis.wasm", site))) });
  assert.deepEqual(Object.getOwnPropertyNames(globalThis).sort(), before);
  await assert.rejects(load({ wasm: new Uint8Array(8) }), { name: "NdisError", code: "load-failed" });
  await assert.rejects(load({ wasm: "/nowhere/ndis.wasm" }), { name: "NdisError", code: "load-failed" });
});

test("the classic script sets loadNdis and nothing else", async () => {
  const context = vm.createContext({ crypto, performance, TextEncoder, TextDecoder, URL, WebAssembly, console, setTimeout, clearTimeout });
  const before = vm.runInContext("Object.getOwnPropertyNames(globalThis)", context);
  vm.runInContext(readFileSync(new URL("api/ndis.classic.js", site), "utf8"), context);
  const added = vm.runInContext("Object.getOwnPropertyNames(globalThis)", context).filter((n) => !before.includes(n));
  assert.deepEqual([...added], ["loadNdis"]);
  const other = await context.loadNdis({ wasm: readFileSync(new URL("api/ndis.wasm", site)) });
  assert.equal(other.run({ host: "6.0", miniport: {} }).outcome.miniport.registered, "6.0");
  await assert.rejects(context.loadNdis(), { code: "argument-missing" });
});

test("two programs do not disturb each other", async () => {
  const other = await load();
  assert.equal(firstRejection(other.run({ host: "6.0", miniport: { register: "6.1" } })), firstRejection(ndis.run({ host: "6.0", miniport: { register: "6.1" } })));
});

test("what a judgement let pass with a warning, what it does not look at, and what is kept", () => {
  const tolerated = ndis.check({ structure: "NDIS_MINIPORT_DRIVER_CHARACTERISTICS", header: { type: 0x80, revision: 2 }, reader: "NDIS", sender: "6.70", host: "6.84" });
  assert.deepEqual([tolerated.verdict, tolerated.rule], ["tolerated", "registration.type-default"]);
  const driver = { structure: "NDIS_OFFLOAD", header: { revision: 2 }, reader: "6.30" };
  assert.equal(codeOf(() => ndis.check({ ...driver, call: "other" })), "key-unknown at call");
  assert.equal(codeOf(() => ndis.check({ ...driver, host: "nonsense" })), "version-syntax at host");
  assert.equal(codeOf(() => ndis.check({ ...driver, mode: "bogus" })), "mode-unknown at mode");
  assert.equal(codeOf(() => ndis.decode({ bytes: new Uint8Array(4), text: "00" })), "choice-twice at text");
  assert.match(codeOf(() => ndis.encode({ structure: "NDIS_OFFLOAD", revision: 1, members: { "IPsecV2.Encapsulation": 1 } })), /^member-later at members/);
  assert.equal(codeOf(() => ndis.run("#1/d/NDIS_OFFLOAD.2?b=a70170")).split(" ")[0], "link-unseen");
  const { scenario } = ndis.parse("#1/s?h=6.80&zoo=1&zoo=2");
  assert.deepEqual(scenario.unknown, { zoo: ["1", "2"] });
  assert.match(ndis.link(scenario), /zoo=1&zoo=2/);
});

test("the README's example prints what it says", async () => {
  const [, code] = readFileSync(new URL("../../README.md", import.meta.url), "utf8").match(/```js\n(.*?)```/s);
  const printed = [];
  const body = code.replace(/^import .*$/m, "");
  const run = Object.getPrototypeOf(async () => {}).constructor("load", "console", body);
  await run(load, { log: (value) => printed.push(String(value)) });
  assert.deepEqual(printed, [...code.matchAll(/console\.log.*; \/\/ (.*)$/gm)].map((m) => m[1]));
  assert.equal(printed.length, 3);
});

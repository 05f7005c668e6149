// The JavaScript API under Node, as ndis.d.ts promises it.
import assert from "node:assert/strict";
import { createDecipheriv } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import { cases, codes, firstRejection, hex, library, load, NdisError, outline, site, walk } from "./api.mjs";

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

test("a structure is written for compilers and tools, from members, bytes or both", () => {
  const members = { Flags: 1, Checksum: { IPv4Transmit: { TcpChecksum: "NDIS_OFFLOAD_SUPPORTED" } } };
  const c = ndis.export({ structure: "NDIS_OFFLOAD", revision: 2, members, format: "c" });
  assert.match(c, /s->Header\.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_2;\n/);
  assert.match(c, /s->Checksum\.IPv4Transmit\.TcpChecksum = NDIS_OFFLOAD_SUPPORTED;\n/);
  const bytes = ndis.encode({ structure: "NDIS_OFFLOAD", revision: 2, members });
  assert.equal(ndis.export({ structure: "NDIS_OFFLOAD", bytes, format: "c" }), c); // the revision that the bytes state
  assert.equal(ndis.export({ structure: "NDIS_OFFLOAD", bytes, format: "hex" }), `${hex(bytes)}\n`);
  const one = JSON.parse(ndis.export({ structure: "NDIS_OFFLOAD", bytes, members: { Flags: 2 }, format: "json" }));
  assert.deepEqual([one.revision, one.size, one.members.find((m) => m.path === "Flags").value], [2, 144, 2]);
  assert.match(ndis.export({ structure: "NDIS_OFFLOAD", format: "c-ladder" }), /NDIS_RUNTIME_VERSION_689/);
  assert.equal(codeOf(() => ndis.export({ structure: "NDIS_OFFLOAD", format: "yaml" })), "format-unknown at format");
  assert.equal(codeOf(() => ndis.export({ structure: "NDIS_OFFLOAD" })), "argument-missing at format");
  assert.equal(codeOf(() => ndis.export({ structure: "GUID", format: "c-ladder" })), "no-ladder at format");
  assert.equal(codeOf(() => ndis.export({ structure: "NDIS_OFFLOAD", bytes: "a7", format: "hex" })), "type-wrong at bytes");
  assert.equal(codeOf(() => ndis.export({ structure: "NDIS_OFFLOAD", members: { Flag: 1 }, format: "c" })), "member-unknown at members.Flag");
});

test("JSON says of each member what decode says", () => {
  for (const structure of ["NDIS_OFFLOAD", "NDIS_OID_REQUEST", "NET_LUID_LH"]) {
    const bytes = ndis.encode({ structure });
    const { members } = JSON.parse(ndis.export({ structure, bytes, format: "json" }), (key, value) => key === "value" && typeof value === "string" ? BigInt(value) : value);
    assert.deepEqual(members, ndis.decode({ structure, bytes }).members);
  }
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
        const wide = m.size === 8 && (!m.bits || m.bits > 53);
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

/** The pastes from the web that ndis/dump was made for: what each is, and its bytes. */
function* corpus() {
  const folder = new URL("../../ndis/dump/testdata/corpus/", import.meta.url);
  for (const name of readdirSync(folder)) {
    const [head, ...text] = readFileSync(new URL(name, folder), "utf8").split("\n----\n");
    const fields = Object.fromEntries(head.split("\n").map((line) => line.split(/: (.*)/s)));
    yield { name, text: text.join("\n----\n"), ...fields };
  }
}

test("decode reads each paste of the corpus, and says what it is", () => {
  let count = 0;
  for (const { name, text, format, options, structure, arch } of corpus()) {
    if (options || /^option/m.test(text)) continue;
    const decoded = ndis.decode({ text, ...(structure && { structure }), ...(arch && { arch }) });
    assert.equal(decoded.recognised, format, name);
    assert.ok(decoded.notes.every((n) => codes.includes(n.code) && n.message && /^\d+:\d+$/.test(n.at)), name);
    count++;
  }
  assert.ok(count > 70, `${count} pastes`);
});

test("decode tells where a paste comes from, and what it does not show", () => {
  const db = ndis.decode({ text: "ffffe001`12345678  a7 02 90 00 00 00 00 00-00 00 00 00 00 00 00 00  ................\nffffe001`12345688  ?? ?? ?? ??" });
  assert.deepEqual([db.structure, db.recognised, db.arch, db.address], ["NDIS_OFFLOAD", "db", "x64", 0xffffe00112345678n]);
  assert.deepEqual(db.unknown, [{ offset: 16, length: 4 }]);
  assert.deepEqual(db.notes.map((n) => `${n.code} ${n.at}`), ["dump-behind 2:20"]);
  const dd = ndis.decode({ text: "0: kd> dd 8a3c1e40\n8a3c1e40  009002a7 00000000 00000000 00000000", structure: "NDIS_OFFLOAD" });
  assert.deepEqual([dd.recognised, dd.arch, dd.address, dd.header], ["dd", "x86", 0x8a3c1e40, { type: 0xa7, revision: 2, size: 144 }]);
  assert.equal(ndis.decode({ text: "8a3c1e40  009002a7 00000000", format: "dd", arch: "x64" }).address, 0x8a3c1e40n);
  const dt = ndis.decode({ text: "0: kd> dt ndis!_NDIS_OBJECT_HEADER ffffe001`12345678\n   +0x000 Type             : 0xa7 ''\n   +0x001 Revision         : 0x2 ''\n   +0x002 Size             : 0x90" });
  assert.deepEqual([dt.structure, dt.recognised, dt.members.map((m) => m.value)], ["NDIS_OBJECT_HEADER", "dt", [0xa7, 2, 0x90]]);
  const c = ndis.decode({ text: "NDIS_OBJECT_HEADER h = { .Type = 0xA7, .Revision = 2, .Size = 144 };" });
  assert.deepEqual([c.structure, c.recognised, c.address], ["NDIS_OBJECT_HEADER", "c-initialiser", null]);
  assert.equal(ndis.decode({ text: "a7029000", format: "base64" }).recognised, "base64");
});

test("mistakes in a paste keep their place", () => {
  const decode = (options) => codeOf(() => ndis.decode(options));
  assert.equal(decode({ text: "" }), "dump-empty at text");
  assert.equal(decode({ text: "what is this?" }), "dump-unknown at text");
  assert.equal(decode({ text: "00", format: "hexx" }), "dump-format at format");
  assert.equal(decode({ text: "00", format: "" }), "dump-format at format");
  assert.equal(decode({ text: "00", structure: "NOPE" }), "structure-unknown at structure");
  assert.equal(decode({ text: "00000000: a702 9000\n00000010: 00" }), "dump-stride at text:1:1");
});

test("decodeMany reads in columns what decode reads, for each structure", () => {
  for (const { name: structure } of ndis.structures()) {
    for (const arch of ["x86", "x64"]) {
      const reader = newest(structure);
      const { size } = ndis.layout({ structure, arch, ...reader });
      if (size === 0) continue;
      const stride = size + 3;
      const bytes = Uint8Array.from({ length: 3 * stride }, (_, i) => (i * 73 + (i >> 3)) & 0xff);
      const many = ndis.decodeMany({ structure, arch, bytes, stride, ...reader });
      assert.equal(many.count, 3);
      assert.deepEqual([many.numbers.length, many.wide.length], [3 * many.columns.numbers, 3 * many.columns.wide]);
      const record = bytes.slice(stride, stride + size);
      const { members } = ndis.decode({ structure, arch, bytes: record, reader });
      for (const [i, m] of many.layout.members.entries()) {
        if (members[i].path !== m.path) break; // decode took another revision, which the record states
        if (members[i].value === undefined || !members[i].present) continue;
        const [value, unsigned] = m.array === "wide" ? [many.wide[many.columns.wide + m.column], BigInt.asUintN(64, many.wide[many.columns.wide + m.column])] : [many.numbers[many.columns.numbers + m.column]];
        assert.ok(members[i].value === value || members[i].value === unsigned, `${structure}.${m.path} on ${arch}`);
      }
    }
  }
});

/** The highest revision, as a reader. */
function newest(structure) {
  const { revisions } = ndis.structures().find((s) => s.name === structure);
  return revisions.length > 0 ? { revision: revisions.at(-1).revision } : undefined;
}

test("decodeMany takes a stride, and refuses records that overlap or are cut", () => {
  const many = ndis.decodeMany({ structure: "NDIS_OBJECT_HEADER", bytes: new Uint8Array([0xa7, 1, 0x70, 0, 9, 0xa8, 2, 0, 1, 9]), stride: 5 });
  assert.deepEqual([many.count, many.columns, [...many.numbers], many.wide.length], [2, { numbers: 3, wide: 0 }, [0xa7, 1, 0x70, 0xa8, 2, 0x100], 0]);
  assert.deepEqual(many.layout.members.map((m) => [m.path, m.array, m.column]), [["Type", "numbers", 0], ["Revision", "numbers", 1], ["Size", "numbers", 2]]);
  const luid = ndis.decodeMany({ structure: "NDIS_OFFLOAD", revision: 1, bytes: new Uint8Array(112 * 4) });
  assert.deepEqual([luid.layout.size, luid.count], [112, 4]);
  assert.equal(ndis.decodeMany({ structure: "NDIS_OBJECT_HEADER", bytes: new Uint8Array() }).count, 0);
  const wide = ndis.decodeMany({ structure: "NDIS_STATISTICS_INFO", bytes: new Uint8Array(ndis.layout({ structure: "NDIS_STATISTICS_INFO" }).size).fill(0xff) });
  assert.equal(wide.wide[0], -1n);
  const refuse = (options) => codeOf(() => ndis.decodeMany({ structure: "NDIS_OBJECT_HEADER", ...options }));
  assert.equal(refuse({ bytes: new Uint8Array(8), stride: 3 }), "stride-too-small at stride");
  assert.equal(refuse({ bytes: new Uint8Array(9) }), "records-cut at bytes");
  assert.equal(refuse({}), "argument-missing at bytes");
  assert.equal(refuse({ bytes: [1, 2, 3, 4] }), "type-wrong at bytes");
  assert.equal(refuse({ bytes: new Uint8Array(4), revision: 9 }), "revision-unknown at revision");
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

test("the worked cases end as in Go, with the same traces", () => {
  const worked = cases();
  assert.ok(worked.length > 60);
  for (const { name, text, outcome, trace } of worked) {
    const ran = ndis.run(text);
    assert.deepEqual(outline(ran), trace, name);
    for (const [path, want] of outcome) {
      const got = path.split(/[.[\]]+/).filter(Boolean).reduce((value, key) => value?.[key], ran.outcome);
      assert.equal(String(got?.name ?? got ?? null), want, `${name}: ${path}`);
    }
  }
});

// Node's own cryptography reads what the simulated card has sealed; the key is the pattern that a step's keys have.
test("a packet that a card protects is real ESP", () => {
  const { objects } = ndis.run("host 6.30\nminiport\nprotocol\nsteps[0] start\nsteps[1] set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX\nsteps[2] send eth/ipv4/udp/data data.length=64 sa:1\n");
  const bytes = (name) => Buffer.from(objects.findLast((o) => o.name === name).bytes);
  const [plain, wire] = [bytes("packet").subarray(34), bytes("wire").subarray(34)];
  const key = Buffer.from(Array.from({ length: 20 }, (_, i) => i + 1));
  const opened = createDecipheriv("aes-128-gcm", key.subarray(0, 16), Buffer.concat([key.subarray(16), wire.subarray(8, 16)]));
  opened.setAAD(wire.subarray(0, 8), { plaintextLength: 0 });
  opened.setAuthTag(wire.subarray(-16));
  const content = Buffer.concat([opened.update(wire.subarray(16, -16)), opened.final()]);
  assert.equal(hex(content.subarray(0, plain.length)), hex(plain));
  assert.equal(content.at(-1), 17, "next header: UDP");
  assert.deepEqual([...wire.subarray(0, 8)], [0, 0, 0x10, 0, 0, 0, 0, 1], "SPI and sequence number");
});

test("packets of a run are objects without a structure, and are taken apart", () => {
  const text = "eth/ipv4/tcp/data data.length=3000";
  const trace = ndis.run({ host: "6.89", miniport: {}, protocol: {}, steps: ["start", `send ${text} ask:lso2 mss:1000`, "receive eth/ipv6/udp/data"] });
  const packets = trace.objects.filter((o) => o.structure === null);
  assert.deepEqual(packets.map((o) => o.name), ["packet", "wire", "wire", "wire", "wire", "packet"]);
  for (const { name, structure, bytes, address } of packets) {
    assert.equal(typeof address, "bigint");
    const packet = ndis.packet({ bytes });
    assert.equal(hex(packet.bytes), hex(bytes), name);
    assert.equal(hex(ndis.packet({ text: packet.text }).bytes), hex(bytes), name);
    assert.equal(ndis.decode({ structure, bytes }).structure, null);
  }
  assert.deepEqual(packets.slice(1, 4).map(({ bytes }) => ndis.packet({ bytes }).layers.find((l) => l.kind === "data").length), [1000, 1000, 1000]);
  for (const event of walk(trace.events)) assert.equal(ndis.explain(event).rule, event.rule);
});

test("a packet is layers and fields, from its text or its bytes", () => {
  const packet = ndis.packet({ text: "eth/ipv6/tcp/data tcp.dstport=80 data.length=4" });
  assert.deepEqual(packet.layers.map((l) => [l.kind, l.name, l.offset, l.length]), [["eth", "eth", 0, 14], ["ipv6", "ipv6", 14, 40], ["tcp", "tcp", 54, 20], ["data", "data", 74, 4]]);
  const field = (name) => packet.layers.flatMap((l) => l.fields).find((f) => f.name === name);
  assert.deepEqual(field("tcp.dstport"), { name: "tcp.dstport", at: 56 * 8, bits: 16, value: 80, text: "80" });
  assert.deepEqual(field("ipv6.src"), { name: "ipv6.src", at: 22 * 8, bits: 128, value: null, text: "2001:db8::1" });
  assert.equal(packet.text, "eth/ipv6/tcp/data tcp.dstport=80 data.length=4");
  assert.equal(packet.stop, null);
  assert.deepEqual(ndis.packet({ bytes: packet.bytes }), packet);
  assert.equal(ndis.packet({ text: "eth/ipv4/udp/vxlan/eth/ipv4/tcp" }).layers[5].name, "ipv4[1]");
  const cut = ndis.packet({ bytes: packet.bytes.subarray(0, 30) });
  assert.deepEqual(cut.stop, { reason: "truncated", message: "The bytes end inside this header.", at: 14 });
  assert.deepEqual(ndis.packet({ bytes: new Uint8Array() }).layers, []);
  assert.equal(codeOf(() => ndis.packet({ text: "eth/ipvx" })), "packet-layer-unknown at text");
  assert.equal(codeOf(() => ndis.packet({ text: "eth/ipv4 ipv4.ttl=900" })), "packet-value-range at text");
  assert.equal(codeOf(() => ndis.packet({})), "argument-missing at text");
  assert.equal(codeOf(() => ndis.packet({ text: "eth", bytes: new Uint8Array(9) })), "choice-twice at text");
  assert.equal(codeOf(() => ndis.packet({ bytes: new Uint8Array(1 << 19) })), "argument-unreadable at bytes");
  assert.equal(codeOf(() => ndis.packet({ bytes: "00" })), "type-wrong at bytes");
});

test("an INF file gives a scenario its keywords", () => {
  const text = readFileSync(new URL("../../nicsim/inf/testdata/card.inf", import.meta.url));
  const file = ndis.inf(text);
  assert.deepEqual(file.devices.map((d) => [d.name, d.at, d.target]).slice(0, 2), [["A card", "14:1", "NTamd64.10.0...16299"], ['The "small" card', "16:1", "NTamd64.10.0...16299"]]);
  const install = file.installs[file.devices[0].install];
  const jumbo = install.parameters.find((p) => p.name === "*JumboPacket");
  assert.deepEqual(jumbo.max, { value: "9014", at: "54:45" });
  assert.ok(install.parameters.some((p) => p.choices.length > 1 && p.choices.every((c) => /^\d+:\d+$/.test(c.at))));
  assert.ok(Object.keys(install.keywords).length > 0 && Object.keys(install.keywords).every((name) => name.startsWith("*")));
  ndis.run({ host: "6.89", miniport: {}, keywords: install.keywords });
  assert.deepEqual(ndis.inf(text.toString("utf8")).installs, file.installs);
  const broken = ndis.inf(readFileSync(new URL("../../nicsim/inf/testdata/broken.inf", import.meta.url)));
  assert.ok(broken.problems.length > 5 && broken.problems.every((p) => codes.includes(p.code) && p.message && /^\d+:\d+$|^$/.test(p.at)));
  const line = ndis.inf('HKR,,*LsoV2IPv4,,"7"');
  assert.deepEqual(line.problems.map((p) => [p.code, p.at]), [["keyword-value", "1:18"], ["inf-outside", "1:1"]]);
  assert.equal(codeOf(() => ndis.inf()), "argument-missing at text");
  assert.equal(codeOf(() => ndis.inf(7)), "type-wrong at bytes");
});

test("a file whose installs share too much is read up to a bound", () => {
  const shared = Array.from({ length: 3000 }, (_, i) => `HKR,,*K${i},,1`).join("\n");
  const models = Array.from({ length: 3000 }, (_, i) => `D${i} = S${i}, PCI\\VEN_1`).join("\n");
  const sections = Array.from({ length: 3000 }, (_, i) => `[S${i}]\nAddReg = All`).join("\n");
  const file = ndis.inf(`[Manufacturer]\nM = M\n[M]\n${models}\n${sections}\n[All]\n${shared}`);
  assert.equal(file.installs.length, 3000);
  assert.ok(file.installs.reduce((sum, i) => sum + i.values.length, 0) < 70_000);
  assert.ok(file.problems.some((p) => p.code === "inf-too-long"));
});

test("cards and keywords are listed", () => {
  const nics = ndis.nics();
  assert.ok(nics.find((n) => n.name === "reference").title.startsWith("Reference card"));
  assert.notEqual(ndis.nics("ja")[0].title, nics[0].title);
  assert.ok(nics.some((n) => n.source) && nics.some((n) => n.doubt) && nics.some((n) => n.breaks.length > 0));
  for (const { name } of nics) ndis.run({ host: "6.89", miniport: {}, nic: name });
  const keywords = ndis.keywords();
  const named = (name) => keywords.find((k) => k.name === name);
  assert.deepEqual(named("*LsoV2IPv4"), { name: "*LsoV2IPv4", default: 1, choices: [{ value: 0, text: "Disabled" }, { value: 1, text: "Enabled" }], least: null, most: null, offload: true });
  assert.ok(keywords.some((k) => k.default === null) && keywords.some((k) => k.least !== null && k.most === null));
});

test("a sweep is a driver on every host, or with every version", () => {
  const scenario = { host: "6.89", miniport: { profile: "netkvm/build686" }, filters: [{ sends: ["FILTER_DRIVER_CHARACTERISTICS.2"] }] };
  const hosts = ndis.sweep({ scenario, driver: "miniport" });
  assert.equal(hosts.versions, null);
  assert.equal(hosts.cells[hosts.hosts.indexOf("6.83")][0].registered, "6.83");
  const grid = ndis.sweep({ scenario, driver: "filters[0]", by: "versions" });
  const cell = (host, version) => grid.cells[grid.hosts.indexOf(host)][grid.versions.indexOf(version)];
  assert.deepEqual([cell("6.89", "6.70").verdict, cell("6.89", "6.80").rule, cell("6.30", "6.80").rule], ["accepted", "registration.revision-old", "registration.version-above-host"]);
  assert.equal(cell("6.89", "6.80").status.name, "NDIS_STATUS_BAD_CHARACTERISTICS");
  assert.throws(() => ndis.sweep({ scenario, driver: "protocol" }), { code: "step-party", at: "driver" });
});

test("an OID says what its requests expect", () => {
  assert.deepEqual(ndis.oid("TCP_OFFLOAD_CURRENT_CONFIG").requests.map((r) => [r.type, r.path, r.carries, r.answers]), [["query", "regular", "NDIS_OFFLOAD", "ndis"]]);
  assert.equal(ndis.oid("0x12345678").requests.length, 0);
  assert.throws(() => ndis.oid("OID_NOTHING_AT_ALL"), { code: "oid-unknown", at: "oid" });
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

test("diff says what became of each member", () => {
  const d = ndis.diff({ structure: "OFFLOAD", from: { revision: 1 }, to: { revision: 2 } });
  assert.deepEqual(d.from, { revision: 1, version: "6.0", arch: "x64", size: 112, sizeof: 112 });
  assert.deepEqual(d.members, [{
    path: "IPsecV2", change: "added", before: null,
    after: { path: "IPsecV2", type: "NDIS_IPSEC_OFFLOAD_V2", kind: "struct", offset: 112, size: 32, since: "6.1" },
  }]);
  assert.equal(d.text, "NDIS_OFFLOAD x64 6.0 1 112 -> x64 6.20 2 144\n+ IPsecV2 - -> 0x70:32 NDIS_IPSEC_OFFLOAD_V2\n");
  const arch = ndis.diff({ structure: "NDIS_OID_REQUEST", from: { arch: "x86" }, to: { arch: "x64" } });
  assert.equal(arch.members.find((m) => m.path === "RequestId").change, "grown");
  const bits = ndis.diff({ structure: "NDIS_UDP_SEGMENTATION_OFFLOAD", from: { version: "6.83" }, to: { version: "6.84" } }).members[0];
  assert.deepEqual([bits.change, bits.before.path, bits.after.bits], ["reinterpreted", "IPv4.Reserved", 1]);
});

test("diff lists what versions brought", () => {
  const d = ndis.diff({ from: "6.20", to: "6.30" });
  assert.ok(d.revisions.some((r) => r.structure === "NDIS_OFFLOAD" && r.revision === 3));
  assert.ok(d.members.some((m) => m.structure === "NDIS_OFFLOAD" && m.path === "Rsc"));
  assert.ok(d.names.some((n) => n.kind === "status" && n.name === "NDIS_STATUS_QOS_REMOTE_PARAMETERS_CHANGE" && n.value === "0x400200A1"));
  assert.ok(d.text.startsWith("6.20 -> 6.30\n+ structure "));
});

test("search finds names, parts of names and values", () => {
  const first = (query) => { const [r] = ndis.search(query, { limit: 3 }); return r && `${r.kind} ${r.name}`; };
  assert.deepEqual(ndis.search("0xA7", { limit: 1 }), [{ kind: "object-type", name: "NDIS_OBJECT_TYPE_OFFLOAD", value: "0xA7", score: ndis.search("0xA7")[0].score }]);
  assert.equal(first("off enc"), "structure NDIS_OFFLOAD_ENCAPSULATION");
  assert.equal(first("-1073676283"), "status NDIS_STATUS_BAD_CHARACTERISTICS");
  assert.equal(first("NDIS_OFLOAD"), "structure NDIS_OFFLOAD");
  assert.equal(first("qqqqqqqqq"), undefined);
  assert.equal(ndis.search("").length, 0);
  assert.ok(ndis.search("n").length === 20 && ndis.search("n", { limit: 50 }).length === 50);
});

test("the version sheet has the sizes of the structures, and two files", () => {
  const rows = ndis.versionSheet({ registered: "6.85", arch: "x86" });
  const all = new Map(ndis.structures().map((s) => [s.name, s]));
  for (const row of rows)
    assert.equal(row.size, all.get(row.structure).revisions.find((r) => r.revision === row.revision).size.x86, row.structure);
  const offload = rows.find((r) => r.structure === "NDIS_OFFLOAD");
  assert.deepEqual({ ...offload, doc: offload.doc.slice(0, 28) }, {
    structure: "NDIS_OFFLOAD", filledBy: "both", drivers: ["miniport", "filter"], revision: 7, size: 216, since: "6.85", documentedInstead: 6,
    headerOnly: true, headless: false, revisionMacro: "NDIS_OFFLOAD_REVISION_7", sizeMacro: "NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_7", doc: "https://learn.microsoft.com/",
  });
  const filter = ndis.versionSheet({ registered: "6.20", driver: "filter" });
  assert.ok(filter.length > 1 && filter.every((r) => r.drivers.includes("filter")));
  assert.equal(ndis.versionSheet({ registered: "6.20", driver: "filter", format: "csv" }).split("\r\n").length, filter.length + 2);
  assert.match(ndis.versionSheet({ registered: "6.20", format: "c" }), /#define MYDRV_NDIS_OFFLOAD_SIZE 144 /);
});

test("mistakes are NdisErrors of the closed list, at their path", () => {
  const run = (scenario) => codeOf(() => ndis.run(scenario));
  assert.equal(run({ host: 6.2 }), "type-wrong at host");
  assert.equal(run({ host: "6.2" }), "version-unlisted at host");
  assert.equal(run({}), "host-missing at host");
  assert.equal(run(null), "type-wrong at ");
  assert.equal(run({ host: "6.20", filters: [{}, { regster: "6.20" }] }), "key-unknown at filters[1].regster");
  assert.equal(run({ host: "6.20", filters: [{}, { register: {} }] }), "type-wrong at filters[1].register");
  assert.equal(run({ host: "6.20", miniport: {}, steps: ["start", "query OID_GEN_LINK_SPEEDS"] }), "oid-unknown at steps[1]");
  assert.equal(codeOf(() => ndis.layout()), "argument-missing at structure");
  assert.equal(codeOf(() => ndis.layout({ structure: "NDIS_OFFLOAD", revision: 99 })), "revision-unknown at revision");
  assert.equal(codeOf(() => ndis.decode({ bytes: [1, 2] })), "type-wrong at bytes");
  assert.equal(codeOf(() => ndis.encode({ structure: "NDIS_OFFLOAD", members: { Nope: 1 } })), "member-unknown at members.Nope");
  assert.equal(codeOf(() => ndis.explain({ rule: "no-such-rule" })), "rule-unknown at event.rule");
  assert.equal(codeOf(() => ndis.diff({ structure: "NDIS_OFFLOAD", from: { revision: 1 } })), "argument-missing at to");
  assert.equal(codeOf(() => ndis.diff({ structure: "NDIS_OFFLOAD", from: {}, to: { revision: 99 } })), "revision-unknown at to.revision");
  assert.equal(codeOf(() => ndis.diff({ structure: "NDIS_OFFLOAD", from: { archs: "x86" }, to: {} })), "key-unknown at from.archs");
  assert.equal(codeOf(() => ndis.diff({ from: "6.30", to: "6.20" })), "range-syntax at to");
  assert.equal(codeOf(() => ndis.diff({ from: "6.2", to: "6.30" })), "version-unlisted at from");
  assert.equal(codeOf(() => ndis.search()), "argument-missing at query");
  assert.equal(codeOf(() => ndis.search("off", { limit: -1 })), "number-wrong at limit");
  assert.equal(codeOf(() => ndis.search("off", 5)), "key-unknown at options");
  assert.equal(codeOf(() => ndis.versionSheet({})), "argument-missing at registered");
  assert.equal(codeOf(() => ndis.versionSheet({ registered: "6.30", format: "xml" })), "word-unknown at format");
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

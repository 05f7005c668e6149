// Junk calls by seed, 500 of each method: none stops the program, each mistake is an NdisError of the closed list, and a
// known-good call after each is still exact. JUNK_SEED and JUNK_CALLS choose others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { codes, load, NdisError } from "./api.mjs";

const seed = Number(process.env.JUNK_SEED ?? 20261121);
const calls = Number(process.env.JUNK_CALLS ?? 10_500);

/** mulberry32: a number of [0, 1) from a seed. */
function randomOf(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const random = randomOf(seed);
const int = (n) => Math.floor(random() * n);
const pick = (list) => list[int(list.length)];

const words = [
  "6.20", "6.1", "6.2", "20.6", "6.0..6.30", "..", "6.89..", "x64", "x86", "arm64", "documented", "observed", "NDIS",
  "NDIS_OFFLOAD", "OFFLOAD.2", "OFFLOAD.2 size:1", "NDIS_OBJECT_HEADER", "MINIPORT_CHARACTERISTICS", "start", "indicate",
  "indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG OFFLOAD.3", "host 6.20\nminiport", "#1/s?h=6.20&m~0000", "#2/x", "#1/ex/none",
  "0x00140006", "sizeof", "host", "en", "ja", "", " ", "\0", "\n\t\\", "\ud800", "💾", "__proto__", "[0]", "a.b[", "%", "~", "0x",
  "a7029000", "-1", "1e999", "NaN", "null", "true", "<script>", "A".repeat(5000), "9".repeat(400),
];
const keys = [
  "structure", "revision", "version", "arch", "members", "bytes", "text", "reader", "header", "available", "sender", "host", "mode",
  "call", "event", "lang", "miniport", "filters", "protocol", "intermediate", "nic", "keywords", "steps", "register", "supports",
  "ladder", "sends", "size", "type", "delivered", "null", "profile", "rule", "facts", "from", "status", "Header.Type", "Checksum",
  "*IPsecOffloadV2", "stride", "constructor", "__proto__", "toString", "", "a.b", "x[0]", "at", "unknown", "understands", "format",
];

const hostile = [
  () => undefined, () => null, () => NaN, () => Infinity, () => -0, () => 2 ** 53, () => -1, () => 1.5, () => 10n ** 30n, () => Symbol("s"),
  () => () => 1, () => class {}, () => new Map([[1, 2]]), () => new Set(), () => new Date(NaN), () => /x/g, () => new Error("e"),
  () => Promise.resolve(), () => new Uint8Array(int(200)), () => new Float64Array(3), () => new ArrayBuffer(16), () => new DataView(new ArrayBuffer(4)),
  () => new Proxy({}, { ownKeys() { throw new Error("no keys"); } }), () => new Proxy([], { get() { throw 5; } }),
  () => ({ get host() { throw new Error("getter"); } }), () => Object.create(null), () => Object.create({ host: "6.20" }),
  () => { const o = {}; o.self = o; return o; }, () => { const a = []; a[5] = 1; return a; }, () => new Array(1e9),
  () => ({ toString: null, valueOf: null }), () => Object(Symbol.iterator), () => new String("6.20"), () => new Number(3),
  () => { let o = {}; for (let i = 0; i < 500; i++) o = { o }; return o; }, () => globalThis, () => structuredClone,
];

function junk(depth) {
  switch (int(depth > 4 ? 4 : 7)) {
    case 0: return pick(words);
    case 1: return int(300);
    case 2: return pick(hostile)();
    case 3: return random() < 0.5;
    case 4: return Array.from({ length: int(5) }, () => junk(depth + 1));
    default: return object(depth);
  }
}

function object(depth) {
  const o = {};
  for (let i = int(6); i > 0; i--) {
    const key = random() < 0.9 ? pick(keys) : pick(words);
    Object.defineProperty(o, key, { value: junk(depth + 1), enumerable: true, configurable: true, writable: true });
  }
  return o;
}

const pastes = [
  "a7 02 90 00", "00000000: a702 9000 0000", "dt ndis!_NDIS_OBJECT_HEADER\n +0x000 Type : 0xa7 ''", "NDIS_OFFLOAD o = { .Flags = 1 };",
  "ffffe001`12345678  a7 02 90 00 ?? ?? ?? ??", "{ 0xa7, 2, 0x90, 0 }", "pwKQAA==", "\\xa7\\x02",
];

/** Calls that are right, in which one thing is then made wrong. */
const right = {
  versions: () => [],
  structures: () => [],
  layout: () => [{ structure: "NDIS_OFFLOAD", revision: 2, version: "6.20", arch: "x64" }],
  encode: () => [{ structure: "NDIS_OFFLOAD", revision: 2, arch: "x86", members: { "Header.Size": 144, Flags: 1 } }],
  decode: () => [random() < 0.5 ? { text: pick(pastes), structure: "NDIS_OFFLOAD", format: pick(["db", "dt", "hex", "c-array"]) } : { bytes: new Uint8Array([0xa7, 2, 0x90, 0]), structure: "NDIS_OFFLOAD", arch: "x64", reader: { revision: 2 } }],
  decodeMany: () => [{ bytes: new Uint8Array(4 * int(9)), structure: "NDIS_OBJECT_HEADER", revision: undefined, arch: "x86", stride: 4 }],
  check: () => [{ structure: "NDIS_OFFLOAD", header: { type: 0xa7, revision: 2, size: 144 }, reader: "NDIS", sender: "6.20", host: "6.20" }],
  run: () => [{ host: "6.20", miniport: { supports: ["6.0..6.20"], sends: [{ structure: "NDIS_OFFLOAD", revision: 1 }] }, filters: [{ register: "6.20" }], nic: { profile: "reference" }, steps: ["start"] }],
  link: () => [{ host: "6.20", protocol: { register: "6.0" }, keywords: { "*IPsecOffloadV2": 3 } }],
  parse: () => ["#1/s?h=6.20&m.register=6.1~0000"],
  explain: () => [{ rule: "driver.entry", verdict: "accepted", facts: [{ name: "host", value: "6.0" }], from: { kind: "ndis", index: 0 } }, "ja"],
  sweep: () => [{ scenario: random() < 0.5 ? "host 6.89\nminiport\n" : { host: "6.30", filters: [{ register: "6.20" }] }, driver: pick(["miniport", "filters[0]"]), by: "hosts" }],
  oid: () => [pick(["OID_GEN_STATISTICS", "0x00010101", "802_3_CURRENT_ADDRESS"])],
  packet: () => [random() < 0.5 ? { text: pick(["eth/ipv4/tcp/data data.length=99", "eth/vlan/ipv6/udp/data udp.dstport=53", "eth/ipv4/esp"]) } : { bytes: new Uint8Array([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, int(40)]) }],
  inf: () => [pick(["HKR, Ndi\\params\\*IPsecOffloadV2, Default, 0, \"3\"", "[Version]\nClass = Net\n[Manufacturer]\n%M% = M, NTamd64\n[M.NTamd64]\nA = B.ndi, PCI\\VEN_1"])],
  nics: () => ["ja"],
  keywords: () => [],
  diff: () => [random() < 0.3 ? { from: "6.20", to: "6.30" } : { structure: "NDIS_OFFLOAD", from: { revision: 5, arch: "x86" }, to: { version: "6.85" } }],
  search: () => [pick(["off enc", "0xc0010005", "encapsulatoin"]), { limit: 5 }],
  versionSheet: () => [{ registered: "6.30", arch: "x86", driver: "filter", format: pick(["rows", "csv", "c"]) }],
  export: () => [{ structure: "NDIS_OFFLOAD", revision: 2, arch: "x86", bytes: new Uint8Array([0xa7, 2, 0x90, 0]), members: { Flags: 1 }, format: pick(["c", "c-ladder", "json", "hex", "ksy", "imhex"]) }],
};

/** Puts junk somewhere into a value. */
function spoil(value) {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || random() < 0.2) return junk(1);
  const key = pick([...Object.keys(value), pick(keys)]);
  if (random() < 0.1 && !Array.isArray(value)) delete value[key];
  else if (Array.isArray(value)) value[int(value.length + 1)] = spoil(value[0]);
  else Object.defineProperty(value, key, { value: spoil(Object.hasOwn(value, key) ? value[key] : 0), enumerable: true, configurable: true, writable: true });
  return value;
}

function argumentsFor(method) {
  if (random() < 0.4) return Array.from({ length: int(4) }, () => junk(0));
  const args = right[method]();
  const i = int(args.length);
  if (args.length > 0) args[i] = spoil(args[i]);
  return args;
}

test(`${calls} junk calls from seed ${seed}`, async () => {
  const ndis = await load();
  const good = () => JSON.stringify([
    ndis.layout({ structure: "NDIS_IPSEC_OFFLOAD_V2", version: "6.1" }), ndis.link({ host: "6.20", miniport: {} }),
    ndis.check({ structure: "NDIS_OFFLOAD", header: { revision: 3 }, reader: "6.1" }),
  ]);
  const expected = good();
  const methods = Object.keys(right);
  assert.deepEqual(Object.keys(ndis).sort(), [...methods].sort());
  const counts = Object.fromEntries(methods.map((m) => [m, { calls: 0, errors: 0 }]));
  for (let i = 0; i < calls; i++) {
    const method = methods[i % methods.length];
    counts[method].calls++;
    const args = argumentsFor(method);
    try {
      ndis[method](...args);
    } catch (fault) {
      counts[method].errors++;
      assert.ok(fault instanceof NdisError, `call ${i} of ${method}: ${fault.stack}`);
      assert.ok(codes.includes(fault.code) && fault.code !== "internal", `call ${i} of ${method}: ${fault.code} ${fault.message}`);
      assert.ok(fault.message.length > 0 && typeof fault.at === "string");
    }
    assert.equal(good(), expected, `after call ${i} of ${method}`);
  }
  for (const [method, { calls: n, errors }] of Object.entries(counts)) {
    assert.ok(n >= Math.min(500, Math.floor(calls / methods.length)), `${method}: ${n} calls`);
    if (right[method]().length > 0) assert.ok(errors > 0 && errors < n, `${method}: ${errors} errors of ${n}`);
  }
});

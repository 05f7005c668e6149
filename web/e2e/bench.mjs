// What the JavaScript API takes in Node, in milliseconds: each figure is the median of fresh processes, because what a
// page feels is the first call. `node bench.mjs` prints a table (SITE names another built site); nothing is asserted.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const site = new URL(process.env.SITE ? `file://${process.env.SITE}/` : "../../build/site/", import.meta.url);

const runs = 5;
const since = (start) => performance.now() - start;

/** How long a call takes, in milliseconds; a mistake in it is an answer too. */
function time(call) {
  const start = performance.now();
  try {
    call();
  } catch (fault) {
    if (!fault.code) throw fault;
  }
  return since(start);
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** What somebody types: each beginning of each of these is a keystroke. */
const typed = [
  "ndis_offload", "off enc", "ipchecksum", "0xc0010005", "oid_gen_stat", "NDIS_OFFLOAD.Checksum.IPv4", "bad char",
  "NDIS_SIZEOF_FILTER_CHARACTERISTICS_REVISION_2", "encapsulatoin", "6.30",
];
const seed = "host 6.0\nminiport.supports[0] 6.0..6.1\nprotocol\nfilters[0]\n";

/** The measurements, each in processes of its own: what it takes by name, in milliseconds. */
const measurements = {
  async load({ took }) {
    return { "load: import, compile, start": took };
  },
  // A look-up of a name that resembles none: later ones cost all but the index and the compiling of cold code.
  async index({ ndis }) {
    time(() => ndis.layout({ structur: "X" }));
    const unknown = () => time(() => ndis.layout({ structure: "?" }));
    const first = unknown();
    return { "index of the catalogue, cold": first - median(Array.from({ length: 9 }, unknown)) };
  },
  async structures({ ndis }) {
    return layouts(ndis, "at once");
  },
  async all({ ndis }) {
    const list = () => time(() => ndis.structures());
    return { "structures(), first, at once": list(), "structures(), second": list() };
  },
  async search({ ndis }) {
    return typing(ndis, "at once");
  },
  // What load does in spare moments, and what that spares.
  async preparation({ parts }) {
    await parts.done();
    return {
      "preparation: its parts, a number": parts.took.length,
      "preparation: all parts": parts.took.reduce((sum, took) => sum + took),
      "preparation: a part, median": median(parts.took),
      "preparation: a part, worst": Math.max(...parts.took),
    };
  },
  async "structures, prepared"({ ndis, parts }) {
    await parts.done();
    return layouts(ndis, "prepared");
  },
  async "decode, prepared"({ ndis, parts }) {
    await parts.done();
    return { "first decode ever, of NDIS_OFFLOAD, prepared": time(() => ndis.decode({ structure: "NDIS_OFFLOAD", bytes: new Uint8Array(264) })) };
  },
  async "search, prepared"({ ndis, parts }) {
    await parts.done();
    return typing(ndis, "prepared");
  },
  async run({ ndis }) {
    const first = time(() => ndis.run(seed));
    const again = Array.from({ length: 50 }, () => time(() => ndis.run(seed)));
    return { "run of the seed scenario, first": first, "run of the seed scenario, later": median(again) };
  },
  // A driver on all hosts, and all hosts by all versions, beside loops over a table that somebody has made beforehand.
  async sweep({ ndis }) {
    const took = {};
    for (const [driver, scenario] of [["miniport", "host 6.89\nminiport\n"], ["filters[0]", "host 6.89\nminiport\nfilters[0]\n"]])
      for (const by of ["hosts", "versions"]) {
        const sweep = () => ndis.sweep({ scenario, driver, by });
        const { cells } = sweep();
        const table = cells.map((row) => row.map(({ verdict }) => verdict));
        took[`sweep of ${driver} by ${by}`] = median(Array.from({ length: 9 }, () => time(sweep)));
        took[`sweep of ${driver} by ${by}: a table`] = median(Array.from({ length: 9 }, () => time(() => table.map((row) => row.map((verdict) => ({ verdict }))))));
      }
    return took;
  },
  async packets({ ndis }) {
    const sends = (...steps) => ({ host: "6.89", miniport: {}, protocol: {}, steps: ["start", ...steps.map((step) => `send eth/ipv4/tcp/data ${step}`)] });
    const took = { "first packet of a text": time(() => ndis.packet({ text: "eth/ipv4/tcp/data data.length=1000" })) };
    const { bytes } = ndis.packet({ text: "eth/ipv4/tcp/data data.length=1400" });
    took["packet of 1,454 bytes, later"] = median(Array.from({ length: 50 }, () => time(() => ndis.packet({ bytes }))));
    const lso = sends("data.length=65000 ask:lso2");
    took["run of a large send of 65,000 bytes"] = median(Array.from({ length: 9 }, () => time(() => ndis.run(lso))));
    for (const n of [1, 10, 100, 1000]) {
      const some = sends(...Array(Math.ceil(n / 50)).fill(`data.length=1000 ask:checksum count:${Math.min(n, 50)}`));
      took[`run of ${n} sent packets, each`] = median(Array.from({ length: 5 }, () => time(() => ndis.run(some)))) / n;
    }
    return took;
  },
  // Files of 10,000 packets, beside a loop that knows the format.
  async captures() {
    const start = performance.now();
    const { load } = await import(new URL("api/capture.js", site));
    const { readCapture, writeCapture } = await load();
    const took = { "captures: load": since(start) };
    const packets = Array.from({ length: count }, (_, i) => ({ bytes: new Uint8Array(1000).fill(i), seconds: i }));
    const file = writeCapture(packets);
    took["captures: 10,000 packets of 1,000 bytes written"] = median(Array.from({ length: 5 }, () => time(() => writeCapture(packets))));
    took["captures: the same read"] = median(Array.from({ length: 5 }, () => time(() => readCapture(file))));
    took["captures: the same, a loop in JavaScript"] = median(Array.from({ length: 5 }, () => time(() => loop(file))));
    return took;
  },
  async decode({ ndis }) {
    const all = ndis.structures().map((s) => {
      const { size } = ndis.layout({ structure: s.name });
      return { structure: s.name, bytes: new Uint8Array(size) };
    });
    const total = time(() => all.forEach((one) => ndis.decode(one)));
    return { [`decode of ${all.length} structures, all`]: total, "decode of a structure, mean": total / all.length };
  },
  async records({ ndis }) {
    if (!ndis.decodeMany) return {};
    const took = {};
    for (const name of ten) await records(ndis, ndis.structures().find((s) => s.name === name), took);
    return took;
  },
};

/** The packets of a little-endian pcap file, as a loop without any care reads them. */
function loop(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const packets = [];
  for (let at = 24; at < file.length; at += 16 + packets.at(-1).bytes.length) {
    const length = view.getUint32(at + 8, true);
    packets.push({ seconds: view.getUint32(at, true), nanoseconds: view.getUint32(at + 4, true) * 1000, originalLength: view.getUint32(at + 12, true), bytes: file.slice(at + 16, at + 16 + length) });
  }
  return packets;
}

/** The first uses of some structures, each after the one before. */
function layouts(ndis, when) {
  const use = (structure) => time(() => ndis.layout({ structure }));
  return {
    [`first layout of all, ${when}`]: use("NDIS_OBJECT_HEADER"),
    [`first use of the next structure, ${when}`]: use("NDIS_RECEIVE_SCALE_PARAMETERS"),
    [`first use of a mid-size structure, ${when}`]: use("NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES"),
    [`first use of NDIS_OFFLOAD, ${when}`]: use("NDIS_OFFLOAD"),
    [`second use of NDIS_OFFLOAD, ${when}`]: use("NDIS_OFFLOAD"),
  };
}

/** Keystrokes, between which the engine has time for itself as it has when people type. */
async function typing(ndis, when) {
  const took = [];
  for (const query of ["nd", ...typed]) {
    for (let n = 1; n <= query.length; n++) {
      took.push(time(() => ndis.search(query.slice(0, n))));
      await pause(30);
    }
  }
  const [first, second, ...further] = took;
  return {
    [`search: first key, ${when}`]: first,
    [`search: second key, ${when}`]: second,
    [`search: each further key, ${when}, median`]: median(further),
    [`search: each further key, ${when}, worst`]: Math.max(...further),
  };
}

const timer = globalThis.setTimeout;
const pause = (ms) => new Promise((resolve) => timer(resolve, ms));

/** Times what load does in timers; done waits until no more of that is to come. */
function watchTimers() {
  const took = [];
  globalThis.setTimeout = (work, delay) => timer(() => took.push(time(work)), delay);
  const done = async () => {
    for (let before = -1; before < took.length; await pause(100)) before = took.length;
  };
  return { took, done };
}

// 10,000 records of a structure, by the API and by the parser that Kaitai Struct makes of what export writes.

const count = 10_000;

/** Ten structures, small and large, with and without arrays; none goes on behind its end. */
const ten = [
  "NDIS_OBJECT_HEADER", "NDIS_OFFLOAD", "NDIS_OFFLOAD_PARAMETERS", "NDIS_OID_REQUEST", "NDIS_STATISTICS_INFO", "NDIS_PM_CAPABILITIES",
  "NDIS_BIND_PARAMETERS", "NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES", "NDIS_PORT_CHARACTERISTICS", "DOT11_PHY_ATTRIBUTES",
];

async function records(ndis, { name, revisions }, took) {
  const revision = revisions.at(-1)?.revision;
  const of = { structure: name, arch: "x64", ...(revision ? { revision } : {}) };
  const { size } = ndis.layout(of);
  const bytes = pattern(size * count, revision ?? 1, size);
  const { parse, sum } = await rival(ndis.export({ ...of, format: "ksy" }));
  let ours, theirs;
  const times = [[], []];
  for (let round = 0; round < runs; round++) {
    times[0].push(time(() => (ours = sumOf(ndis.decodeMany({ ...of, bytes, stride: size })))));
    times[1].push(time(() => {
      theirs = 0n;
      for (let at = 0; at < bytes.length; at += size) theirs += sum(parse(bytes.buffer, at, size));
    }));
  }
  took[`${name}: decodeMany`] = median(times[0]);
  took[`${name}: Kaitai Struct`] = median(times[1]);
  if (ours !== theirs) throw new Error(`${name}: the sums differ, ${ours} and ${theirs}`);
}

/** Records of every value, each behind a header that says it is whole. */
function pattern(length, revision, size) {
  const bytes = new Uint8Array(length);
  for (let i = 0, x = 1; i < length; i++) bytes[i] = (x = (Math.imul(x, 1103515245) + 12345) >>> 0) >>> 16;
  for (let at = 0; at < length; at += size) bytes.set([0, revision, size & 0xff, size >> 8], at);
  return bytes;
}

function sumOf({ numbers, wide }) {
  let small = 0, large = 0n;
  for (let i = 0; i < numbers.length; i++) small += numbers[i];
  for (let i = 0; i < wide.length; i++) large += BigInt.asUintN(64, wide[i]);
  return BigInt(small) + large;
}

/** A parser of one structure, and a sum of all that it read, both compiled. */
async function rival(spec) {
  const require = createRequire(import.meta.url);
  const yaml = require("js-yaml");
  const Stream = require("kaitai-struct/KaitaiStream");
  for (const [name, read] of [["readU8le", "getBigUint64"], ["readS8le", "getBigInt64"]])
    Stream.prototype[name] = function () {
      const value = this._dataView[read](this.pos, true);
      this.pos += 8;
      return value;
    };
  const tree = yaml.load(spec);
  const [text] = Object.values(await require("kaitai-struct-compiler").compile("javascript", tree, null, false));
  const exports = {};
  new Function("exports", "require", text)(exports, () => Stream);
  const [Parser] = Object.values(exports);
  return {
    parse: (buffer, at, size) => new Parser(new Stream(new DataView(buffer, at, size))),
    sum: new Function("o", `let small = 0, large = 0n;\n${summing(tree, tree, "o")}return BigInt(small) + large;`),
  };
}

/** JavaScript that adds up what an object of that type holds. */
function summing(tree, type, object) {
  const attributes = [...(type.seq ?? []), ...Object.entries(type.instances ?? {}).map(([id, a]) => ({ id, ...a }))];
  let code = "";
  for (const a of attributes) {
    const inner = tree.types?.[a.type];
    if (a["-orig-id"] === undefined && !inner && a.id !== "cells") continue; // padding
    const value = `${object}.${a.id.replace(/_([a-z0-9])/g, (_, c) => c.toUpperCase())}`;
    const element = a.repeat ? `e${object.length}` : value;
    const wide = /^[us]8/.test(a.type);
    const one = inner ? summing(tree, inner, element) : `${wide ? "large" : "small"} += ${wide ? `BigInt.asUintN(64, ${element})` : `Number(${element})`};\n`;
    code += a.repeat ? `for (const ${element} of ${value}) {\n${one}}\n` : one;
  }
  return code;
}

/** Runs one measurement in this process and prints what it found. */
async function measure(name) {
  const parts = watchTimers();
  const start = performance.now();
  const { load } = await import("./api.mjs");
  const ndis = await load();
  return measurements[name]({ ndis, parts, took: since(start) });
}

function inFreshProcess(name) {
  return JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name], { encoding: "utf8" }));
}

function table() {
  console.log(`${`median of ${runs} processes`.padEnd(64)}${"ms".padStart(10)}`);
  for (const name of Object.keys(measurements)) {
    const all = Array.from({ length: runs }, () => inFreshProcess(name));
    for (const row of Object.keys(all[0])) {
      console.log(`${row.padEnd(64)}${median(all.map((took) => took[row])).toFixed(2).padStart(10)}`);
    }
  }
}

if (process.argv[2]) console.log(JSON.stringify(await measure(process.argv[2])));
else table();

// Kaitai Struct reads a structure's bytes as the API does: what export writes as .ksy is compiled, the parser reads bytes
// of every value, and each leaf is compared with decode. KSY_STRIDE=1 takes every structure on x86 too.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as yaml from "js-yaml";
import { load } from "./api.mjs";

const require = createRequire(import.meta.url);
const compiler = require("kaitai-struct-compiler");
const KaitaiStream = require("kaitai-struct/KaitaiStream");

// JavaScript's runtime makes doubles of numbers of eight bytes, which do not hold them.
const wide = (read) => function () {
  const value = this._dataView[read](this.pos, true);
  this.pos += 8;
  return value;
};
KaitaiStream.prototype.readU8le = wide("getBigUint64");
KaitaiStream.prototype.readS8le = wide("getBigInt64");

/** The parser that a .ksy compiles to: a class. */
async function parserOf(spec) {
  const [[file, text]] = Object.entries(await compiler.compile("javascript", spec, null, false));
  const exports = {};
  new Function("exports", "require", text)(exports, () => KaitaiStream);
  return exports[file.replace(/\.js$/, "")];
}

const camel = (id) => id.replace(/_([a-z0-9])/g, (_, c) => c.toUpperCase());
const identifier = /^[a-z][a-z0-9_]*$/;

const isOpen = (attribute) => attribute.repeat === "eos" || /_io/.test(attribute["repeat-expr"]);

/** Every leaf of a parsed object, by the path that the headers give it. */
function* leaves(spec, type, object, path) {
  const attributes = [...(type.seq ?? []), ...Object.entries(type.instances ?? {}).map(([id, a]) => ({ id, ...a }))];
  for (const a of attributes) {
    assert.match(a.id, identifier);
    const name = a["-orig-id"];
    const inner = spec.types?.[a.type];
    if (name === undefined && inner === undefined && !(a.id === "cells")) continue; // padding
    const value = object[camel(a.id)];
    const here = name === undefined ? path : path ? `${path}.${name}` : name;
    if (a.repeat === undefined) yield* leaf(spec, inner, value, here);
    else for (const [i, element] of value.entries()) yield* leaf(spec, inner, element, `${here}[${i}]`);
  }
}

function* leaf(spec, type, value, path) {
  if (type) yield* leaves(spec, type, value, path);
  else yield [path, value];
}

/** Whether a path leads into the array that goes on behind the structure. */
function open(spec, path) {
  const last = spec.seq?.at(-1);
  return last !== undefined && isOpen(last) && path.startsWith(`${last["-orig-id"]}[`);
}

// Its runtime makes doubles of long bit-fields, too.
const same = (a, b) => (typeof a === "number" && typeof b === "bigint" ? a === Number(b) : BigInt(a) === BigInt(b));

/** Bytes of every value, none like its neighbours. */
function pattern(size, seed) {
  const bytes = new Uint8Array(size);
  for (let i = 0, x = seed; i < size; i++) {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0;
    bytes[i] = x >>> 16;
  }
  return bytes;
}

const ndis = await load();
const stride = Number(process.env.KSY_STRIDE ?? 5);
const structures = ndis.structures();
const newest = ndis.versions().at(-1).version;
const last = (s) => s.revisions.at(-1)?.revision;

/** Compares a revision, or where decode cannot be told of one, the whole structure of the newest version. */
async function compare(structure, arch, revision) {
  const headed = ndis.layout({ structure: structure.name, arch }).members[0]?.type === "NDIS_OBJECT_HEADER";
  if (!headed) revision = undefined;
  const of = { structure: structure.name, arch, ...(revision ? { revision } : { version: newest }) };
  const layout = ndis.layout(of);
  const declared = new Set(layout.members.map((m) => m.path)); // decode goes on as far as a tail's count says
  const spec = yaml.load(ndis.export({ ...of, format: "ksy" }));
  const Parser = await parserOf(spec);
  let compared = 0;
  for (const seed of [1, 2]) {
    const bytes = pattern(layout.size, seed);
    if (headed) bytes.set([0, revision ?? 0, layout.size & 0xff, layout.size >> 8]); // all of it is present
    const decoded = ndis.decode({ bytes, structure: structure.name, arch, ...(revision && { reader: { revision } }) });
    const want = new Map(decoded.members.filter((m) => "value" in m && declared.has(m.path)).map((m) => [m.path, m.value]));
    const parsed = new Parser(new KaitaiStream(bytes.buffer));
    for (const [path, value] of leaves(spec, spec, parsed, "")) {
      if (!want.has(path) && open(spec, path)) continue;
      if (!want.has(path)) assert.fail(`${structure.name} ${revision} ${arch}: no member ${path}`);
      assert.ok(same(value, want.get(path)), `${structure.name} ${revision} ${arch} ${path}: ${value}, not ${want.get(path)}`);
      want.delete(path);
      compared++;
    }
    assert.deepEqual([...want.keys()], [], `${structure.name} ${revision} ${arch}: not read`);
  }
  return compared;
}

for (const arch of ["x64", "x86"]) {
  test(`Kaitai Struct reads what decode reads, on ${arch}`, async (t) => {
    let count = 0, compared = 0;
    for (const [i, structure] of structures.entries()) {
      if (arch === "x86" && i % stride !== 0) continue;
      compared += await compare(structure, arch, last(structure));
      count++;
    }
    t.diagnostic(`${count} structures, ${compared} leaves`);
    assert.ok(count >= structures.length / stride && compared > 20 * count / 2);
  });
}

test("each revision of NDIS_OFFLOAD has a parser of its own", async () => {
  const offload = structures.find((s) => s.name === "NDIS_OFFLOAD");
  for (const { revision } of offload.revisions) assert.ok(await compare(offload, "x64", revision) > 100);
});

/** Adds up the leaves of a parsed object; how is made once, as someone would write it by hand. */
function sumOf(spec) {
  let names = 0;
  const adds = (type, object) => [...(type.seq ?? []), ...Object.entries(type.instances ?? {}).map(([id, a]) => ({ id, ...a }))].map((a) => {
    const inner = spec.types?.[a.type];
    if (a["-orig-id"] === undefined && inner === undefined && a.id !== "cells") return "";
    const one = (value, name = `o${names++}`) => (inner ? `{ const ${name} = ${value}; ${adds(inner, name)} }` : `sum += Number(${value});`);
    const [field, element] = [`${object}.${camel(a.id)}`, `e${names++}`];
    return a.repeat === undefined ? one(field) : `for (const ${element} of ${field}) ${one(element)}`;
  }).join("\n");
  return new Function("object", `let sum = 0; ${adds(spec, "object")} return sum;`);
}

test("decodeMany reads a thousand records as Kaitai's parser does", async () => {
  const count = 1000;
  for (const structure of ["NDIS_OFFLOAD", "NDIS_OBJECT_HEADER", "NDIS_STATISTICS_INFO", "NDIS_OID_REQUEST", "NDIS_PORT_CHARACTERISTICS", "GUID"]) {
    const { size } = ndis.layout({ structure });
    const bytes = pattern(count * size, 7);
    const spec = yaml.load(ndis.export({ structure, version: newest, format: "ksy" }));
    const Parser = await parserOf(spec);
    const sum = sumOf(spec);
    const theirs = () => {
      let total = 0;
      for (let i = 0; i < count; i++) total += sum(new Parser(new KaitaiStream(bytes.buffer, i * size)));
      return total;
    };
    const ours = () => {
      const { numbers, wide } = ndis.decodeMany({ structure, bytes });
      let total = 0;
      for (let i = 0; i < numbers.length; i++) total += numbers[i];
      for (let i = 0; i < wide.length; i++) total += Number(BigInt.asUintN(64, wide[i]));
      return total;
    };
    assert.ok(Math.abs(theirs() - ours()) <= 1e-9 * Math.abs(theirs()), `${structure}: ${theirs()} ${ours()}`);
  }
});

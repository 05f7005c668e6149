// The JavaScript half of the API. What a caller passes is read here, before Go runs, so that no getter, proxy or
// cycle can reach it; what Go answers is JSON, in which numbers of eight bytes and bytes are strings.
// The build puts Go's runtime, the address of this script and load.js in front.

const bounds = { depth: 32, leaves: 100_000, characters: 32_000_000 };

const unreadable = (at, why) =>
  new NdisError({ code: "argument-unreadable", message: `This cannot be passed: ${why}.`, at });

const escapes = { "\\": "\\\\", "\t": "\\t", "\n": "\\n" };
const escape = (text) => text.replace(/[\\\t\n]/g, (c) => escapes[c]);

/** The bytes of a view or a buffer, not copied: Go does. */
const viewOf = (value) =>
  ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);

const isBytes = (value) => ArrayBuffer.isView(value) || ["ArrayBuffer", "SharedArrayBuffer"].includes(tagOf(value));

/** Flattens an argument into lines of path, kind and text. Bytes go into a box, and the lines name them. */
class Flattener {
  lines = [];
  box = [];
  characters = 0;

  line(path, kind, text) {
    const line = `${escape(path)}\t${kind}\t${escape(text)}`;
    this.characters += line.length;
    if (this.lines.length >= bounds.leaves || this.characters > bounds.characters)
      throw unreadable(path, "it is too much at once");
    this.lines.push(line);
  }

  bytes(value, path) {
    const bytes = viewOf(value);
    this.characters += 2 * bytes.length;
    this.line(path, "y", `Uint8Array#${this.box.length}`);
    this.box.push(bytes);
  }

  value(value, path, depth) {
    switch (typeof value) {
      case "undefined":
        return;
      case "string":
        return this.line(path, "s", value);
      case "number":
      case "bigint":
        return this.line(path, "n", String(value));
      case "boolean":
        return this.line(path, "b", String(value));
      case "object":
        return value === null ? this.line(path, "z", "null") : this.container(value, path, depth);
    }
    throw unreadable(path, `it is a ${typeof value}`);
  }

  container(value, path, depth) {
    if (depth > bounds.depth) throw unreadable(path, "it is nested too deeply, or holds itself");
    if (isBytes(value)) return this.bytes(value, path);
    if (Array.isArray(value)) return this.array(value, path, depth);
    if (tagOf(value) !== "Object") throw unreadable(path, `it is a ${tagOf(value)}`);
    const keys = Object.keys(value);
    if (keys.length === 0) this.line(path, "o", "{}");
    for (const key of keys) this.value(value[key], path ? `${path}.${key}` : key, depth + 1);
  }

  array(value, path, depth) {
    if (value.length > bounds.leaves) throw unreadable(path, "it is too long");
    if (value.length === 0) this.line(path, "a", "[]");
    for (let i = 0; i < value.length; i++) this.value(value[i], `${path}[${i}]`, depth + 1);
  }
}

/** argument makes the value: whatever of the caller's throws while it is read, throws in here. */
function flatten(argument) {
  const flattener = new Flattener();
  try {
    flattener.value(argument(), "", 0);
  } catch (fault) {
    throw fault instanceof NdisError ? fault : unreadable("", "reading it throws");
  }
  return flattener;
}

const bytesOf = (hex) => {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
};
const wideOf = (value) => (typeof value === "string" ? BigInt(value) : value);

function reviveDecoded(decoded) {
  decoded.address = wideOf(decoded.address);
  for (const member of decoded.members ?? []) if ("value" in member) member.value = wideOf(member.value);
  return decoded;
}

/** Go has put the bytes of both arrays into the box. */
function reviveMany(many, box) {
  many.numbers = new Float64Array(box.numbers.buffer);
  many.wide = new BigInt64Array(box.wide.buffer);
  return many;
}

function revivePacket(packet) {
  packet.bytes = bytesOf(packet.bytes);
  for (const { fields } of packet.layers) for (const field of fields) field.value = wideOf(field.value);
  return packet;
}

function reviveTrace(trace) {
  for (const object of trace.objects) {
    object.address = wideOf(object.address);
    object.bytes = bytesOf(object.bytes);
  }
  return trace;
}

/** The functions of the API over a Go program's door. */
function api(door) {
  const call = (method, argument, revive) => {
    const { lines, box } = flatten(argument);
    let answer;
    try {
      answer = JSON.parse(door(method, lines.join("\n"), box));
    } catch (fault) {
      throw new NdisError({ code: "internal", message: String(fault) });
    }
    if (answer.error) throw new NdisError(answer.error);
    return revive(answer.ok, box);
  };
  const same = (value) => value;
  const method = (name, pack = same, revive = same) => (...args) => call(name, () => pack(...args), revive);
  // What followed from an event has words of its own.
  const withoutEvents = (event) => (tagOf(event) === "Object" ? { ...event, events: undefined } : event);
  return Object.freeze({
    versions: method("versions", () => undefined),
    structures: method("structures", () => undefined),
    layout: method("layout"),
    encode: method("encode", same, bytesOf),
    decode: method("decode", same, reviveDecoded),
    decodeMany: method("decodeMany", same, reviveMany),
    check: method("check"),
    run: method("run", same, reviveTrace),
    link: method("link"),
    parse: method("parse", (text) => ({ text })),
    explain: method("explain", (event, lang) => ({ event: withoutEvents(event), lang })),
    sweep: method("sweep"),
    oid: method("oid", (oid) => ({ oid })),
    packet: method("packet", same, revivePacket),
    inf: method("inf", (file) => (typeof file === "string" ? { text: file } : { bytes: file })),
    nics: method("nics", (lang) => ({ lang })),
    keywords: method("keywords", () => undefined),
    diff: method("diff"),
    search: method("search", (query, options) => ({ ...(tagOf(options) === "Object" ? options : { options }), query })),
    versionSheet: method("versionSheet"),
    export: method("export"),
  });
}

/**
 * Does in spare moments what first calls would wait for, in parts of a millisecond or two, with a structure that has
 * what others have: a header, revisions, structures inside, bit-fields. Keeps no process alive.
 */
function prepare(door, part) {
  const example = "structure\ts\tNDIS_UDP_SEGMENTATION_OFFLOAD\nbytes\ty\tUint8Array#0\nquery\ts\tndis";
  const next = () => {
    const { ok: more } = JSON.parse(door("prepare", `part\tn\t${part}\n${example}`, [new Uint8Array(28)]));
    if (more) prepare(door, part + 1);
  };
  if (typeof requestIdleCallback === "function") requestIdleCallback(next);
  else setTimeout(next, 1).unref?.();
}

/** Starts the program. wasm: address, bytes, Response or WebAssembly.Module of ndis.wasm; see start. */
async function load(options) {
  // GOGC: the first calls make much that stays: collecting it is in vain, and its code is cold too
  const door = await start(options, { program: "ndis.wasm", door: "ndisDoor", env: { GOGC: "300" } });
  prepare(door, 0);
  return api(door);
}

// The JavaScript half of reading and writing captures. What a caller passes is read here, before Go runs; bytes cross in
// one piece. The build puts Go's runtime, the address of this script and load.js in front.

const mistake = (code, at, message) => new NdisError({ code, at, message });

/** The bytes of a view or a buffer, not copied: Go does. */
function bytesOf(value, at) {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (["ArrayBuffer", "SharedArrayBuffer"].includes(tagOf(value))) return new Uint8Array(value);
  if (value === undefined) throw mistake("argument-missing", at, "Bytes are missing.");
  throw mistake("type-wrong", at, "These are no bytes.");
}

/** A whole number from 0 on, or the default. */
function numberOf(value, most, otherwise, at) {
  if (value === undefined) return otherwise;
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw mistake(typeof value === "number" ? "number-wrong" : "type-wrong", at, `This is no whole number of 0..${most}.`);
}

const begins = ["ip", "ethernet"];

/** A packet as a line of numbers, and its bytes. */
function lineOf(packet, at) {
  if (tagOf(packet) !== "Object") throw mistake("type-wrong", at, "This is no packet.");
  const { bytes: given, originalLength, seconds, nanoseconds, begin = "ethernet" } = packet;
  const bytes = bytesOf(given, `${at}.bytes`);
  if (!begins.includes(begin)) throw mistake("word-unknown", `${at}.begin`, "A packet begins with ethernet or ip.");
  const numbers = [
    bytes.length, numberOf(originalLength, 0xffffffff, bytes.length, `${at}.originalLength`),
    numberOf(seconds, 0xffffffff, 0, `${at}.seconds`), numberOf(nanoseconds, 999_999_999, 0, `${at}.nanoseconds`), begins.indexOf(begin),
  ];
  return { line: numbers.join(" "), bytes };
}

function packets(list) {
  if (!Array.isArray(list)) throw mistake(list === undefined ? "argument-missing" : "type-wrong", "packets", "Packets are an array.");
  const all = Array.from(list, (packet, i) => lineOf(packet, `packets[${i}]`));
  const bytes = new Uint8Array(all.reduce((sum, one) => sum + one.bytes.length, 0));
  let at = 0;
  for (const one of all) {
    bytes.set(one.bytes, at);
    at += one.bytes.length;
  }
  return { lines: all.map((one) => one.line).join("\n"), bytes };
}

/** Whatever of the caller's throws while it is read, throws in here. */
function reading(read) {
  try {
    return read();
  } catch (fault) {
    throw fault instanceof NdisError ? fault : mistake("argument-unreadable", "", "Reading this throws.");
  }
}

function call(door, method, lines, bytes) {
  const box = { bytes };
  const { ok, error } = JSON.parse(door(method, lines, box));
  if (error) throw mistake(error.code, error.at && `packets${error.at}`, [error.code, ...error.args].join(" "));
  return { ok, bytes: box.bytes };
}

function readCapture(door, file) {
  const { ok, bytes } = call(door, "read", "", reading(() => bytesOf(file, "bytes")));
  let at = 0;
  const packets = ok.packets.map(([length, originalLength, seconds, nanoseconds, begin]) => {
    at += length;
    return { begin: begins[begin], bytes: bytes.slice(at - length, at), originalLength, seconds, nanoseconds };
  });
  return { packets, problems: ok.problems.map(({ code, at: offset, args }) => ({ code, offset: Number(offset), args })) };
}

function writeCapture(door, list) {
  const { lines, bytes } = reading(() => packets(list));
  return call(door, "write", lines, bytes).bytes;
}

/** Starts the program. wasm: address, bytes, Response or WebAssembly.Module of capture.wasm; see start. */
async function load(options) {
  const door = await start(options, { program: "capture.wasm", door: "ndisCaptureDoor" });
  return Object.freeze({ readCapture: (file) => readCapture(door, file), writeCapture: (list) => writeCapture(door, list) });
}

// What the scripts of our Go programs share: their errors, and how a program is fetched and started.
// The build puts two names in front: goRuntime, Go's own wasm_exec.js as a function of a global object, and here,
// the address of the script.

/** A mistake in a call: code is one of a closed list (ndis.d.ts), at the path of what is wrong. */
class NdisError extends Error {
  constructor({ code, message, at = "", suggestions = [] }) {
    super(at ? `${at}: ${message}` : message);
    this.name = "NdisError";
    this.code = code;
    this.at = at;
    this.suggestions = suggestions;
  }
}

const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

const loadFailed = (message) => new NdisError({ code: "load-failed", message });

/** The bytes, or the answer to a request, from which the program is made. */
async function fetchProgram(wasm, program) {
  if (wasm === undefined && here === undefined)
    throw new NdisError({ code: "argument-missing", message: `Say where ${program} is.`, at: "wasm" });
  if (wasm === undefined) wasm = new URL(program, here);
  if (typeof wasm !== "string" && !(wasm instanceof URL)) return wasm;
  const address = String(wasm);
  const isNode = typeof process === "object" && Boolean(process.versions?.node);
  if (isNode && !/^(https?|data|blob):/.test(address)) {
    const { readFile } = await import("node:fs/promises");
    return readFile(address.startsWith("file:") ? new URL(address) : address);
  }
  const response = await fetch(address);
  if (!response.ok) throw loadFailed(`${address} answers ${response.status} ${response.statusText}.`);
  return response;
}

async function instantiate(source, imports) {
  if (tagOf(source) === "WebAssembly.Module") return WebAssembly.instantiate(source, imports);
  if (tagOf(source) !== "Response") return (await WebAssembly.instantiate(source, imports)).instance;
  const spare = source.clone(); // servers that send another type than application/wasm
  try {
    return (await WebAssembly.instantiateStreaming(source, imports)).instance;
  } catch {
    return (await WebAssembly.instantiate(await spare.arrayBuffer(), imports)).instance;
  }
}

/**
 * Starts a program and gives its door, a function. wasm of the options: address, bytes, Response or WebAssembly.Module;
 * by default the program beside the script. The page's global object stays as it is: Go has one of its own.
 */
async function start(options, { program, door, env = {} }) {
  const scope = { Object, Array, Uint8Array, Error, crypto, performance, TextEncoder, TextDecoder };
  try {
    const Go = goRuntime(scope);
    const go = new Go();
    go.env = env;
    go.run(await instantiate(await fetchProgram(options?.wasm, program), go.importObject));
  } catch (fault) {
    throw fault instanceof NdisError ? fault : loadFailed(`${program} does not start: ${fault?.message ?? fault}`);
  }
  if (typeof scope[door] !== "function") throw loadFailed(`${program} is not the program of this script.`);
  return scope[door];
}

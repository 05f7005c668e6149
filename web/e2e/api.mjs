// What the tests of the JavaScript API share.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the built site; SITE names another one. */
export const site = new URL(process.env.SITE ? `file://${process.env.SITE}/` : "../../build/site/", import.meta.url);

export const { load, NdisError } = await import(new URL("api/ndis.js", site));

const read = (path) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");

/** The closed list of codes in ndis.d.ts. */
export const codes = [...read("../../wasm/api/ndis.d.ts").matchAll(/^ {2}\| "([a-z0-9-]+)"/gm)].map((m) => m[1]);

/** The scenarios of the library: name, text and what each must show. */
export function library() {
  const scenarios = [];
  const folder = new URL("../../nicsim/scenario/library/", import.meta.url);
  for (const file of readdirSync(folder)) {
    for (const line of readFileSync(new URL(file, folder), "utf8").split("\n")) {
      const [key, ...rest] = line.trim().split(/\s+/);
      if (key === "" || key.startsWith("#")) continue;
      if (key === "scenario") scenarios.push({ name: rest[0], text: "", expect: [] });
      else if (key === "expect") scenarios.at(-1).expect.push({ rule: rest[0], verdict: rest[1] });
      else if (!/^(title|about)\./.test(key)) scenarios.at(-1).text += `${line.trim()}\n`;
    }
  }
  return scenarios;
}

/** The worked cases that the Go tests run, each with its trace as they print it. */
export function cases() {
  const traces = new Map(read("../../nicsim/scenario/testdata/cases.golden").split(/^case /m).slice(1).map((block) => {
    const [name, ...lines] = block.trimEnd().split("\n");
    return [name, lines];
  }));
  const all = [];
  for (const line of read("../../nicsim/scenario/testdata/cases.txt").split("\n")) {
    const [key, ...rest] = line.trim().split(/\s+/);
    if (key === "" || key.startsWith("#")) continue;
    if (key === "case") all.push({ name: rest[0], text: "", outcome: [], trace: traces.get(rest[0]) });
    else if (key === "outcome") all.at(-1).outcome.push(rest);
    else if (key !== "expect") all.at(-1).text += `${line.trim()}\n`;
  }
  return all;
}

/** A trace as lines, as the Go tests print it. */
export function outline(trace) {
  const lines = [];
  const add = (events, depth) => {
    for (const e of events) {
      lines.push(`${"\t".repeat(depth)}${e.rule} ${e.verdict} ${e.status?.name ?? "-"}`);
      add(e.events, depth + 1);
    }
  };
  add(trace.events, 1);
  for (const o of trace.objects) lines.push(`\tobject ${o.structure ?? ""} ${o.bytes.length} ${hex(o.bytes.slice(0, 8))}`);
  return lines;
}

/** Every event of a trace, in the order of time. */
export function* walk(events) {
  for (const event of events) {
    yield event;
    yield* walk(event.events);
  }
}

export const firstRejection = (trace) => {
  for (const event of walk(trace.events)) if (event.verdict === "rejected") return `${event.rule} ${event.status?.name ?? null}`;
  return null;
};

export const hex = (bytes) => Buffer.from(bytes).toString("hex");

// What the tests of the JavaScript API share.
import { readFileSync } from "node:fs";
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
  for (const file of ["examples", "rules"]) {
    for (const line of read(`../../nicsim/scenario/library/${file}.txt`).split("\n")) {
      const [key, ...rest] = line.trim().split(/\s+/);
      if (key === "" || key.startsWith("#")) continue;
      if (key === "scenario") scenarios.push({ name: rest[0], text: "", expect: [] });
      else if (key === "expect") scenarios.at(-1).expect.push({ rule: rest[0], verdict: rest[1] });
      else if (!/^(title|about)\./.test(key)) scenarios.at(-1).text += `${line.trim()}\n`;
    }
  }
  return scenarios;
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

// Capture files, pcap and pcapng, for the NDIS Playground's JavaScript API. A program of its own: load it when somebody
// opens or saves one. Everything behind that is synchronous.
//
//   import { load } from "./capture.js";
//   const { readCapture, writeCapture } = await load();
//   for (const { bytes } of readCapture(file).packets) ndis.packet({ bytes })
//   const file = writeCapture(trace.objects.filter((o) => o.name === "wire"));

import type { NdisErrorCode } from "./ndis.js";

/** A caller's mistake, as that of the API, but of a class of this script's own. */
export class NdisError extends Error {
  readonly code: NdisErrorCode;
  /** The path of what is wrong: "packets[3].bytes". */
  readonly at: string;
  readonly suggestions: string[];
}

export interface LoadOptions {
  /** Address, bytes, Response or Module of capture.wasm; by default the one beside this script. */
  wasm?: string | URL | BufferSource | Response | WebAssembly.Module;
}

/** Starts the program. Rejects with an NdisError of code "load-failed". */
export function load(options?: LoadOptions): Promise<Capture>;

export interface Capture {
  /**
   * The packets of a file: pcap of both byte orders with micro- or nanoseconds, and pcapng. Never throws on a bad file: what
   * comes before the damage is there, and problems say the rest. At most 65,536 packets are read.
   */
  readCapture(file: Uint8Array | ArrayBuffer): { packets: CapturePacket[]; problems: CaptureProblem[] };
  /** A pcap file, with nanoseconds where a packet's time has them. Throws what no file can hold. */
  writeCapture(packets: CaptureInput[]): Uint8Array;
}

export interface CapturePacket {
  begin: "ethernet" | "ip";
  /** As many as the file has. */
  bytes: Uint8Array;
  /** In bytes, as it was on the wire. */
  originalLength: number;
  /** Since 1970 began (UTC); 0 also where the file does not say. */
  seconds: number;
  nanoseconds: number;
}

/** What is left out: Ethernet, all bytes, no time. All packets of a file begin alike. */
export interface CaptureInput extends Partial<Omit<CapturePacket, "bytes">> {
  bytes: Uint8Array | ArrayBuffer;
}

export interface CaptureProblem {
  code: NdisErrorCode;
  /** In the file. */
  offset: number;
  /** What it is about, such as how many packets. */
  args: string[];
}

// What the declarations of the JavaScript API let through, and what they refuse. Compiled, never run.
import { load as loadCapture, type CapturePacket } from "../../wasm/capture/capture.js";
import { load, NdisError, type Driver, type Event, type Scenario } from "../../wasm/api/ndis.js";

const ndis = await load({ wasm: new URL("ndis.wasm", "https://example.org/") });

const driver: Driver = {
  ladder: ["..6.70 fail:NOT_SUPPORTED", { host: "6.85..", register: "host" }],
  sends: ["NDIS_OFFLOAD.1", { structure: "NDIS_OFFLOAD", where: "default", size: "sizeof", members: { "Checksum.IPv4Transmit.IpChecksum": 1 } }],
  driverObject: null,
};
const scenario: Scenario = { host: "6.20", mode: "observed", miniport: driver, filters: [{ register: "6.1" }], keywords: { "*IPsecOffloadV2": 3 } };

const walk = (events: Event[]): string[] => events.flatMap((e) => [e.status?.name ?? e.rule, ...walk(e.events)]);
export const names: string[] = walk(ndis.run(scenario).events);
export const link: string = ndis.link("host 6.0\nminiport\n");
export const registered: string | null = ndis.run(link).outcome.miniport?.registered ?? null;
export const size: number | null | undefined = ndis.structures()[0]?.revisions[0]?.size.arm64;
export const bytes: Uint8Array = ndis.encode({ structure: "NDIS_OFFLOAD", revision: 2, arch: "x86", members: { Flags: 1n } });
export const decoded = ndis.decode({ bytes, reader: { revision: 1 } }).members?.map((m) => [m.path, m.value, m.text, m.present]);
const pasted = ndis.decode({ text: "a7 02 90 00", format: "hex" });
export const said: string[] = pasted.notes.map((n) => `${n.at} ${n.code} ${n.message}`);
export const where: [number | bigint | null, number | undefined, "x86" | "x64" | "arm64"] = [pasted.address, pasted.unknown[0]?.length, pasted.arch];
const many = ndis.decodeMany({ structure: "NDIS_OFFLOAD", revision: 2, bytes, stride: 144 });
const column = many.layout.members.find((m) => m.path === "Flags")?.column ?? 0;
export const flags: number[] = Array.from({ length: many.count }, (_, r) => many.numbers[r * many.columns.numbers + column]!);
export const counters: bigint = many.wide.reduce((sum, n) => sum + n, 0n);
export const verdict: "accepted" | "tolerated" | "adjusted" | "ignored" | "rejected" =
  ndis.check({ structure: "NDIS_OFFLOAD", header: { revision: 3 }, reader: "NDIS", sender: "6.30", host: "6.89" }).verdict;
export const why: string = ndis.explain(ndis.run(scenario).events[0]!, "ja").why;
export const carved = ndis.diff({ structure: "NDIS_OFFLOAD", from: { revision: 6 }, to: { version: "6.85", arch: "x86" } }).members.map((m) => m.before?.bits);
export const came: string[] = ndis.diff({ from: "6.20", to: "6.30" }).structures.map((s) => s.name);
export const macros: string[] = ndis.search("sizeof off", { limit: 5 }).filter((r) => r.kind === "size-macro").map((r) => r.name);
export const header: string = ndis.versionSheet({ registered: "6.30", format: "c" });
export const sizes: number[] = ndis.versionSheet({ registered: "6.30", arch: "arm64", driver: "miniport" }).map((row) => row.size);
export const source: string = ndis.export({ structure: "NDIS_OFFLOAD", revision: 2, members: { Flags: 1 }, format: "c" });
export const pattern: string = ndis.export({ structure: "NDIS_OFFLOAD", bytes, arch: "x86", format: "imhex" });
export const ports: (number | bigint | null)[] = ndis.packet({ text: "eth/ipv4/tcp/data tcp.dstport=80" }).layers.flatMap((l) => l.fields.map((f) => f.value));
export const sent: Uint8Array[] = ndis.run(scenario).objects.filter((o) => o.structure === null).map((o) => ndis.packet({ bytes: o.bytes }).bytes);
const file = ndis.inf(bytes);
export const installed: Scenario = { host: "6.89", nic: { profile: ndis.nics("ja")[0]!.name, packetLimit: 9 }, keywords: file.installs[file.devices[0]!.install]!.keywords };
export const most: number | null | undefined = ndis.keywords().find((k) => k.offload && k.default === 3)?.most;
export const unread: string | undefined = ndis.packet({ bytes }).stop?.message;
const captures = await loadCapture();
export const saved: Uint8Array = captures.writeCapture(ndis.run(scenario).objects.filter((o) => o.name === "wire").map(({ bytes }) => ({ bytes, seconds: 1 })));
export const opened: CapturePacket[] = captures.readCapture(saved).packets;
try {
  ndis.layout({ structure: "NDIS_OFFLOD" });
} catch (fault) {
  if (fault instanceof NdisError && fault.code === "structure-unknown") fault.suggestions.map((s) => s.toLowerCase());
}

// @ts-expect-error versions are strings
ndis.run({ host: 6.2 });
// @ts-expect-error there is no such architecture
ndis.layout({ structure: "NDIS_OFFLOAD", arch: "ia64" });
// @ts-expect-error a scenario has a host
ndis.run({ miniport: {} });
// @ts-expect-error filters are a list
ndis.run({ host: "6.20", filters: {} });
// @ts-expect-error codes are a closed list
export const code: boolean = new NdisError().code === "anything";
// @ts-expect-error Japanese and English
ndis.explain(ndis.run(scenario).events[0]!, "de");
// @ts-expect-error one structure needs both sides
ndis.diff({ structure: "NDIS_OFFLOAD", from: { revision: 1 } });
// @ts-expect-error rows are no text
export const rows: string = ndis.versionSheet({ registered: "6.30" });
// @ts-expect-error records are bytes
ndis.decodeMany({ structure: "NDIS_OFFLOAD", text: "00" });
// @ts-expect-error no tool prints that
ndis.decode({ text: "00", format: "hexx" });
// @ts-expect-error there is no such format
ndis.export({ structure: "NDIS_OFFLOAD", format: "yaml" });
// @ts-expect-error a packet is bytes or a text
ndis.packet("eth/ipv4/tcp/data");
// @ts-expect-error not every object is a structure
export const structure: string = ndis.run(scenario).objects[0]!.structure;
// @ts-expect-error a keyword may have no default
export const standard: number = ndis.keywords()[0]!.default;
// @ts-expect-error cards have titles in Japanese and English
ndis.nics("de");
// @ts-expect-error a packet to be written has bytes
captures.writeCapture([{ seconds: 1 }]);
// @ts-expect-error a begin is Ethernet or IP
captures.writeCapture([{ bytes, begin: "arcnet" }]);

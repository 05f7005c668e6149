// The JavaScript API of the NDIS Playground. Load it once; everything behind that is synchronous.
//
//   import { load } from "./ndis.js";
//   const ndis = await load();
//   ndis.run({ host: "6.0", miniport: { supports: ["6.0..6.1"] } }).outcome.miniport.registered   // "6.0"
//
// Numbers of eight bytes, pointers on 64-bit architectures and bit-fields of more than 53 bits are bigint. Offsets and sizes are in bytes.

/** A version as listed: "6.20", "6.1". */
export type Version = string;
/** Inclusive: "6.0..6.30", "6.83..", "..6.70". */
export type VersionRange = string;
export type Arch = "x86" | "x64" | "arm64";
export type Mode = "documented" | "observed";
export type Lang = "en" | "ja";
export type Verdict = "accepted" | "tolerated" | "adjusted" | "ignored" | "rejected";
/** A name of the status catalogue ("NDIS_STATUS_FAILURE", "FAILURE") or its value in hex. */
export type StatusText = string;

/** What a mistake is about. The list is closed: a release that adds one says so. */
export type NdisErrorCode =
  | "arch-host-too-early"
  | "arch-unknown"
  | "argument-missing"
  | "argument-unreadable"
  | "arms-differ"
  | "call-unknown"
  | "capture-damaged"
  | "capture-link"
  | "capture-short"
  | "capture-too-many"
  | "capture-unknown"
  | "capture-unwritable"
  | "choice-twice"
  | "dump-ambiguous"
  | "dump-ascii"
  | "dump-base64"
  | "dump-behind"
  | "dump-bits"
  | "dump-command"
  | "dump-conditional"
  | "dump-digits"
  | "dump-empty"
  | "dump-escape"
  | "dump-filled"
  | "dump-format"
  | "dump-group"
  | "dump-line"
  | "dump-members-missing"
  | "dump-no-values"
  | "dump-number"
  | "dump-offset"
  | "dump-order"
  | "dump-order-assumed"
  | "dump-padding"
  | "dump-pointer-assumed"
  | "dump-repeated"
  | "dump-several"
  | "dump-skipped"
  | "dump-squeeze"
  | "dump-stride"
  | "dump-structure"
  | "dump-syntax"
  | "dump-tail"
  | "dump-too-long"
  | "dump-unknown"
  | "dump-unreadable"
  | "dump-value"
  | "dump-width-assumed"
  | "example-unknown"
  | "format-unknown"
  | "handler-unknown"
  | "host-missing"
  | "host-too-early"
  | "index-wrong"
  | "inf-choice"
  | "inf-not-text"
  | "inf-number"
  | "inf-outside"
  | "inf-quote-open"
  | "inf-range"
  | "inf-section-missing"
  | "inf-section-open"
  | "inf-string-missing"
  | "inf-too-long"
  | "inf-type-unknown"
  | "inf-value-missing"
  | "internal"
  | "key-critical"
  | "key-kept"
  | "key-unknown"
  | "keyword-unknown"
  | "keyword-value"
  | "ladder-syntax"
  | "lang-unknown"
  | "line-syntax"
  | "link-cut"
  | "link-kind"
  | "link-major"
  | "link-pair"
  | "link-repaired"
  | "link-syntax"
  | "link-unseen"
  | "load-failed"
  | "medium-unknown"
  | "member-later"
  | "member-unknown"
  | "mode-unknown"
  | "nic-unknown"
  | "no-ladder"
  | "not-a-leaf"
  | "not-passed"
  | "nothing-to-read"
  | "number-wrong"
  | "object-type-unknown"
  | "oid-unknown"
  | "packet-field-twice"
  | "packet-field-unknown"
  | "packet-layer-count"
  | "packet-layer-missing"
  | "packet-layer-order"
  | "packet-layer-unknown"
  | "packet-text-wrong"
  | "packet-value-range"
  | "packet-value-wrong"
  | "packets-too-many"
  | "profile-kind"
  | "profile-unknown"
  | "range-syntax"
  | "records-cut"
  | "revision-unknown"
  | "rule-unknown"
  | "send-syntax"
  | "status-unknown"
  | "step-entries"
  | "step-idle"
  | "step-no-structure"
  | "step-option"
  | "step-party"
  | "step-syntax"
  | "step-unknown"
  | "stride-too-small"
  | "structure-missing"
  | "structure-unknown"
  | "type-wrong"
  | "value-range"
  | "value-syntax"
  | "version-swapped"
  | "version-syntax"
  | "version-too-low"
  | "version-unlisted"
  | "version-word"
  | "word-unknown";

/** A caller's mistake. */
export class NdisError extends Error {
  readonly code: NdisErrorCode;
  /** The path of what is wrong: "filters[1].register". "" for the argument as a whole. */
  readonly at: string;
  /** What would be right, best first. */
  readonly suggestions: string[];
}

export interface LoadOptions {
  /** Address, bytes, Response or Module of ndis.wasm; by default the one beside this script. */
  wasm?: string | URL | BufferSource | Response | WebAssembly.Module;
}

/**
 * Starts the program. Rejects with an NdisError of code "load-failed".
 *
 * In the moments after that in which nothing else happens (requestIdleCallback, else timers, which keep no process of
 * Node's alive) it prepares what first calls would wait for, in some forty parts of a millisecond or two. A call before
 * they are done does the rest itself: the first search then takes tens of milliseconds, any other first call ten.
 */
export function load(options?: LoadOptions): Promise<Ndis>;

export interface Ndis {
  /** The NDIS versions, oldest first. */
  versions(): Release[];
  /** The structures of the catalogue, by name. */
  structures(): Structure[];
  /** Where each member lies: at a revision, as of a version; with neither, the newest definition. */
  layout(options: LayoutOptions): Layout;
  /** A structure's bytes; its header is filled in unless members give it. An array at the end is as long as members make it. */
  encode(options: EncodeOptions): Uint8Array;
  /** A structure's members from its bytes. */
  decode(options: DecodeOptions): Decoded;
  /** Many records of one layout at once, as arrays: a row for each record, a column for each leaf. */
  decodeMany(options: DecodeManyOptions): DecodedMany;
  /** What a reader makes of a header. */
  check(options: CheckOptions): Checked;
  /** Makes a scenario happen: an object, a text, a link. */
  run(scenario: Scenario | string): Trace;
  /** A scenario as a link, from the "#" on. */
  link(scenario: Scenario | string): string;
  /** Reads a link or a text. Never throws on a bad one: see problems. */
  parse(linkOrText: string): Parsed;
  /** An event in words. */
  explain(event: Event, lang?: Lang): Explanation;
  /** A driver of a scenario on every host, or on every host with every version that it could register. */
  sweep(options: SweepOptions): Sweep;
  /** What OID requests with a name or a value expect. */
  oid(nameOrValue: string): OIDExpectation;
  /**
   * A packet's layers and fields, from what people write or from its bytes. The text names the layers, outermost first,
   * and the fields that are not as usual: "eth/ipv4/tcp/data ipv4.ttl=9 data.length=4000". Lengths, numbers of protocols
   * and checksums that it does not give are filled in.
   */
  packet(of: { text: string } | { bytes: Uint8Array | ArrayBuffer }): Packet;
  /** An INF file, or some lines of one: text, or bytes in any encoding that Windows takes. Never throws on a bad one. */
  inf(file: string | Uint8Array | ArrayBuffer): InfFile;
  /** The network cards that a scenario can name. */
  nics(lang?: Lang): Nic[];
  /** The keywords of the registry that Windows standardizes. */
  keywords(): Keyword[];
  /** What differs between two layouts of a structure. */
  diff(options: DiffOptions): Differences;
  /** What came after one version, up to another. */
  diff(options: { from: Version; to: Version }): VersionDifferences;
  /** Structures, members, OIDs, statuses, constants, versions, macros: by name, parts of it, value. Best first. */
  search(query: string, options?: SearchOptions): SearchResult[];
  /** What a registered version requires of each structure that a driver fills. */
  versionSheet(options: SheetOptions & { format?: "rows" }): SheetRow[];
  /** The same as CSV (RFC 4180), or as a C header that needs no other. */
  versionSheet(options: SheetOptions & { format: "csv" | "c" }): string;
  /** A structure in the language of a compiler or of a tool. */
  export(options: ExportOptions): string;
}

export interface Release {
  version: Version;
  /** What NdisGetVersion returns: major in the high word, minor in the low word. */
  word: number;
  windows: string[];
}

export interface Structure {
  name: string;
  /** The object type its header states, null for none. */
  objectType: string | null;
  since: Version;
  header: string;
  doc: string | null;
  revisions: Revision[];
}

export interface Revision {
  revision: number;
  since: Version;
  /** The last member of the revision; null where it is the whole definition. */
  through: string | null;
  /** NDIS_SIZEOF_..._REVISION_n; null where no version with it exists on that architecture. */
  size: Record<Arch, number | null>;
}

export interface LayoutOptions {
  structure: string;
  revision?: number;
  version?: Version;
  arch?: Arch;
}

export interface Layout {
  /** Up to the revision's last member, without padding behind it. */
  size: number;
  /** What the C compiler says. */
  sizeof: number;
  align: number;
  members: Member[];
}

/** A member at any depth. Of a bit-field, offset and size are its unit's. */
export interface Member {
  path: string;
  /** The C type as declared. */
  type: string;
  kind: string;
  offset: number;
  size: number;
  /** The lowest bit of a bit-field, and how many there are. */
  bit?: number;
  bits?: number;
  since: Version;
}

export interface EncodeOptions extends LayoutOptions {
  /** By path, also nested: numbers, or the text that people write. */
  members?: Members;
}

/** Without revision and version: the revision that the bytes state, or the newest. Members are written over the bytes. */
export interface ExportOptions extends EncodeOptions {
  bytes?: Uint8Array | ArrayBuffer;
  format: ExportFormat;
}

/**
 * c: a function that fills the structure, with the header's names; c-ladder: one that picks revision and size by the
 * registered version; c-array: the bytes; c-declarations: the structure without any header of Windows; json; hex; hex-dump:
 * as xxd prints it; ksy: Kaitai Struct; imhex: a pattern of ImHex.
 */
export type ExportFormat = "c" | "c-ladder" | "c-array" | "c-declarations" | "json" | "hex" | "hex-dump" | "ksy" | "imhex";

export interface Members {
  [path: string]: number | bigint | boolean | string | Members | Members[];
}

export interface DecodeOptions {
  bytes?: Uint8Array | ArrayBuffer;
  /** What a debugger, a hex viewer or a compiler shows, in place of bytes; errors in it are at "text:line:column". */
  text?: string;
  /** What the text is, where it could be taken for something else. */
  format?: DumpFormat;
  /** Left out or null: what the text names, or what the header says. */
  structure?: string | null;
  /** Left out: what the pointers of the text are, or x64. */
  arch?: Arch;
  reader?: Reader;
}

/**
 * db to dx: commands of WinDbg; xxd: addresses and groups in the order of memory, xxd-e: as little-endian words;
 * hexdump-C: bytes, text between bars; hexdump: words of two bytes, od -x too; wireshark: offsets of four digits and
 * bytes; bytes: addresses and bytes, whoever printed them; hex: digits alone.
 */
export type DumpFormat =
    "db" | "dw" | "dd" | "dq" | "dps" | "dyb" | "dt" | "dx" | "xxd" | "xxd-e" | "hexdump-C" | "hexdump" | "wireshark" | "bytes"
    | "c-array" | "c-initialiser" | "escaped" | "hex" | "base64";

/** What the reader knows: a revision, or what is right for a version. */
export type Reader = Version | { revision: number };

export interface Decoded {
  /** null where the header does not decide: see candidates. */
  structure: string | null;
  candidates: string[];
  /** "bytes" too where bytes were given. */
  recognised: DumpFormat;
  header: Header | null;
  revision: number | null;
  members: DecodedMember[] | null;
  events: Event[];
  arch: Arch;
  /** Of the first byte, where the text shows it; bigint on 64-bit architectures. */
  address: number | bigint | null;
  /** What to know before trusting the bytes. */
  notes: DumpNote[];
  /** What the text shows as unreadable, behind the bytes. */
  unknown: { offset: number; length: number }[];
}

export interface DumpNote {
  code: NdisErrorCode;
  message: string;
  /** "line:column" of the text, both from 1. */
  at: string;
}

export interface DecodedMember extends Omit<Member, "since"> {
  /** On leaves alone. */
  value?: number | bigint;
  /** What people write: names of flags, a GUID, an address, a string in quotes. Members take it back. "" where it would lose something. */
  text: string;
  /** On the first of two members that are a version: "6.30". */
  version?: string;
  /** On an array that goes on behind its structure: how many more elements its count promises than there are bytes for. */
  missing?: number;
  /** False beyond what revision, Size and bytes reach. */
  present: boolean;
}

/** Without revision and version: the newest definition. What headers say does not count. */
export interface DecodeManyOptions extends LayoutOptions {
  bytes: Uint8Array | ArrayBuffer;
  /** From one record to the next, in bytes; by default the layout's size. */
  stride?: number;
}

export interface DecodedMany {
  layout: Omit<Layout, "members"> & { members: TableMember[] };
  /** How many records there are. */
  count: number;
  /** How many columns each array has: record r's column c is numbers[r * columns.numbers + c]. */
  columns: { numbers: number; wide: number };
  /** Leaves that a double can hold. */
  numbers: Float64Array;
  /** Leaves of eight bytes, pointers on 64-bit architectures, bit-fields of more than 53 bits; BigInt.asUintN(64, n) without sign. */
  wide: BigInt64Array;
}

export interface TableMember extends Member {
  /** On leaves alone. */
  array?: "numbers" | "wide";
  column?: number;
}

export interface Header {
  type: number;
  revision: number;
  size: number;
}

export interface CheckOptions {
  structure: string;
  /** type is the structure's and size the revision's unless given. */
  header: { type?: number | string; revision: number; size?: number };
  /** How many bytes the buffer has; header.size unless given. */
  available?: number;
  arch?: Arch;
  /** "NDIS" needs sender and host. */
  reader: Reader | "NDIS";
  /** The version that the sender registered. */
  sender?: Version;
  host?: Version;
  mode?: Mode;
  /** By default what the structure is passed to. */
  call?: "register" | "attributes" | "other";
}

export interface Checked {
  verdict: Verdict;
  usedRevision: number | null;
  status: Status | null;
  rule: string;
  events: Event[];
}

export interface Status {
  name: string;
  value: number;
}

export interface Scenario {
  host: Version;
  arch?: Arch;
  /** "documented" unless a named driver profile carries another. */
  mode?: Mode;
  miniport?: Driver;
  protocol?: Driver;
  /** From the top down. */
  filters?: Driver[];
  intermediate?: { protocol: Driver; miniport: Driver };
  /** A profile, or what differs from one. Left out: hardware that can do every task offload. */
  nic?: string | NicOptions;
  /** The card's settings in the registry; inf reads them from a file. */
  keywords?: Record<string, number | string>;
  /** Left out: ["start"]. See Step. */
  steps?: Step[];
  /** The event to show, counted from 1. */
  at?: number;
  view?: string;
  /** What it is compared with: the body of a link, "1/s?h=6.20&m.register=6.1". */
  against?: string;
  /** Keys that this version does not know, kept as a link or a text had them. */
  unknown?: Record<string, string | string[]>;
}

/** A profile that nics lists, and what differs from it. */
export interface NicOptions {
  profile?: string;
  /** Members of NDIS_OFFLOAD. */
  capabilities?: Record<string, number | string>;
  /** A name of NDIS_MEDIUM. */
  media?: string;
  /** In bits per second. */
  linkSpeed?: number;
  /** After how many packets the card asks that a security association be deleted; 0, the default: never. */
  packetLimit?: number;
}

/**
 * A verb, its arguments, then options (name:value) and members or fields (name=value), with blanks between:
 *
 *   start stop pause restart halt shutdown remove reset activate bind unbind enumerate
 *   attach filter.1            detach filter.1
 *   keyword IPsecOffloadV2 0
 *   indicate STATUS [STRUCTURE[.REVISION]] [size:N] [member=value ...]
 *   query|set|method|statistics OID [STRUCTURE[.REVISION]] [from:protocol] [via:direct] [size:N] [delivered:N] [member=value ...]
 *   send [LAYERS] [field=value ...] [ask:checksum,lso2] [mss:N] [vlan:ID[.PRIORITY]] [count:N] [sa:N] [tunnel:N] [from:filter.1]
 *   receive [LAYERS] [field=value ...] [count:N] [bytes:BASE64URL]
 *
 * send and receive have packets, which are written as packet takes them: "send eth/ipv4/tcp/data data.length=4000". Without
 * layers it is eth/ipv4/tcp/data; bytes gives the frame itself, in base64url without padding, in place of layers and fields.
 * count: so many, up to 64, whose sequence numbers, identifications and data go on. ask: what the card is to do, of checksum
 * (whichever the packet has), ip, tcp, udp, lso1, lso2, uso, encapsulated. mss: the segment's size for large sends, 1460
 * unless given. vlan: a tag in the out-of-band information. sa: the security association to use, in the order in which the
 * steps added them, from 1; tunnel: the one for the tunnel.
 *
 * Requests for security associations take list:N (a list of so many structures), sa:N (the one that is meant) and key:HEX.
 */
export type Step = string;

export interface Driver {
  /** id/ladder; own fields override it. */
  profile?: string;
  /** The generation of the registration function. */
  call?: "5" | "6";
  /** Compiled for this version: what "sizeof" means. */
  build?: Version;
  /** Registers the highest that is not above the host. */
  supports?: VersionRange[];
  /** The first rung that fits the host decides. */
  ladder?: (string | { host: VersionRange; register?: Version | "host"; fail?: StatusText })[];
  /** Passes this, without negotiation; any major.minor. */
  register?: string;
  /** What it sends instead of what is right; the first that fits counts. */
  sends?: (string | Send)[];
  /** Members of its characteristics structure. */
  handlers?: { omit?: string | string[]; add?: string | string[] };
  uniqueName?: string;
  driverObject?: null;
  skips?: ("registration" | "general" | "offload" | "deregistration" | "indication")[];
  /** Members of NDIS_OFFLOAD_PARAMETERS for which a miniport has one switch: values that contradict are refused. */
  linked?: string[];
  /** What its SetOptions handler returns. */
  setOptions?: StatusText;
  /** What DriverEntry returns though NDIS took the registration. */
  driverEntry?: StatusText;
  /** What MiniportInitializeEx returns. */
  initialize?: StatusText;
  /** The media that a protocol opens, names of NDIS_MEDIUM; left out: all. */
  media?: string[];
  /** The name of the adapter that a protocol opens; left out: the one that NDIS told it. */
  opens?: string;
  /** Highest revisions it understands. */
  understands?: Record<string, number>;
  /** Structures of which it takes no other revision than its own. */
  exact?: string[];
  /** Statuses with which it answers requests, by OID; NDIS_STATUS_PENDING: it keeps them. */
  answers?: Record<string, string>;
  supportedRevision?: "honest" | "never" | number;
  clone?: "drops" | "copies";
}

export interface Send {
  structure: string;
  where?: "default" | "hardware" | "indication" | "request";
  registered?: VersionRange;
  revision?: number;
  size?: number | "sizeof";
  type?: number | string;
  /** How many bytes really are there. */
  delivered?: number;
  null?: true;
  members?: Members;
}

export interface Trace {
  outcome: Outcome;
  /** Every structure and every packet that was passed. */
  objects: PassedObject[];
  events: Event[];
}

export interface Outcome {
  host: Version;
  miniport: DriverOutcome | null;
  protocol: DriverOutcome | null;
  intermediate: { protocol: DriverOutcome; miniport: DriverOutcome } | null;
  filters: DriverOutcome[];
  steps: StepOutcome[];
}

export interface DriverOutcome {
  registered: string | null;
  /** null where no NDIS status exists: the image did not load. */
  status: Status | null;
  state: string;
  /** The last one of each that it sent during start. */
  structures: Record<string, { revision: number; size: number; verdict: Verdict }>;
}

export interface StepOutcome {
  step: string;
  status: Status | null;
  bytesWritten: number | null;
  bytesRead: number | null;
  bytesNeeded: number | null;
  supportedRevision: number | null;
  object: number | null;
}

export interface PassedObject {
  /** Of packets: "packet" as a driver hands it over, "framed", "wire" as it is on the cable, "opened". */
  name: string;
  /** null for a packet, which packet takes apart. */
  structure: string | null;
  arch: Arch;
  address: number | bigint;
  bytes: Uint8Array;
}

export interface Party {
  kind: "loader" | "ndis" | "miniport" | "intermediate" | "filter" | "protocol" | "hardware" | "administrator";
  /** Of filters, 1 at the top. */
  index: number;
}

export interface Event {
  rule: string;
  time: number;
  step: number;
  from: Party;
  to: Party;
  call: string;
  /** Index into objects, -1 for none. */
  object: number;
  verdict: Verdict;
  status: Status | null;
  /** What the rule looked at, and which bytes of which object. */
  facts: { name: string; value: string; ref: { object: number; path: string; offset: number; length: number } | null }[];
  changes: { party: Party; name: string; before: string; after: string }[];
  /** What followed from it. */
  events: Event[];
}

export interface Parsed {
  scenario: Scenario;
  problems: Problem[];
}

export interface Problem {
  code: NdisErrorCode;
  message: string;
  at: string;
  /** Where in the text, in UTF-16 units; null for no place. */
  offset: number | null;
  suggestions: string[];
  /** run refuses errors and lives with warnings. */
  severity: "error" | "warning";
}

export interface Explanation {
  rule: string;
  verdict: string;
  title: string;
  text: string;
  why: string;
  fix: string | null;
  /** What another source says. */
  but: string | null;
  confidence: string;
  sources: { text: string; url: string | null }[];
}

export interface DiffOptions {
  structure: string;
  from: Omit<LayoutOptions, "structure">;
  to: Omit<LayoutOptions, "structure">;
}

export interface Differences {
  structure: string;
  from: DiffSide;
  to: DiffSide;
  /** Not listed: what is inside a member that was added, removed or moved as a whole; elements of arrays but the first. */
  members: Difference[];
  /** A line a difference, without words. */
  text: string;
}

export interface DiffSide {
  /** null where a version was asked for. */
  revision: number | null;
  version: Version;
  arch: Arch;
  size: number;
  sizeof: number;
}

export interface Difference {
  path: string;
  /** reinterpreted: a new type, or bits that were reserved (before is the member that reserved them). */
  change: "reinterpreted" | "added" | "removed" | "grown" | "shrunk" | "moved";
  before: Member | null;
  after: Member | null;
}

export interface VersionDifferences {
  from: Version;
  to: Version;
  structures: { name: string; since: Version }[];
  revisions: { structure: string; revision: number; since: Version }[];
  /** Of structures that are older. */
  members: { structure: string; path: string; since: Version }[];
  /** Of names whose first version the headers say. value is hex. */
  names: { kind: string; name: string; value: string; since: Version }[];
  text: string;
}

export interface SearchOptions {
  /** 20 unless given, at most 1000. */
  limit?: number;
}

export interface SearchResult {
  kind: "structure" | "oid" | "status" | "object-type" | "enum" | "flag" | "member" | "version" | "revision-macro" | "size-macro";
  name: string;
  /** What a member or a macro belongs to. */
  structure?: string;
  /** A member's. */
  path?: string;
  /** In hex. */
  value?: string;
  /** A C type, a group of constants, a header, Windows releases. */
  detail?: string;
  since?: Version;
  /** The higher, the better it fits. */
  score: number;
}

export interface SweepOptions {
  scenario: Scenario | string;
  /** The driver's path: "miniport", "filters[0]", "intermediate.protocol". */
  driver: string;
  /** hosts, the default: it chooses its version; versions: it is made to register each 6.x version in turn. */
  by?: "hosts" | "versions";
}

export interface Sweep {
  driver: string;
  hosts: Version[];
  /** The columns; null where the driver chooses, and a row has one cell. */
  versions: Version[] | null;
  /** A row for each host. */
  cells: SweepCell[][];
}

export interface SweepCell {
  registered: string | null;
  verdict: Verdict;
  status: Status | null;
  /** The rule that decided, null where nothing was amiss. */
  rule: string | null;
}

export interface OIDExpectation {
  /** The official name, or the value in hex. */
  oid: string;
  value: number;
  since: Version | null;
  header: string | null;
  doc: string | null;
  /** One for each type of request that it takes; empty where no page says it. */
  requests: {
    type: "query" | "set" | "statistics" | "method";
    path: "regular" | "direct" | "synchronous";
    /** A structure or a C type, null for nothing. */
    carries: string | null;
    /** What comes back, where that is something else. */
    reply: string | null;
    answers: "ndis" | "miniport";
    /** The status for a buffer that is too small, where the page names one. */
    tooShort: string | null;
  }[];
}

export interface SheetOptions {
  registered: Version;
  arch?: Arch;
  /** What this kind of driver passes to NDIS, and nothing else. */
  driver?: "miniport" | "filter" | "protocol";
}

export interface SheetRow {
  structure: string;
  /**
   * driver: a driver, for NDIS; both: NDIS hands it on; request: whoever makes an OID request, and the miniport in its
   * answer; switch: the extensible switch and its extensions; null: not known.
   */
  filledBy: "driver" | "both" | "request" | "switch" | null;
  drivers: ("miniport" | "filter" | "protocol")[];
  revision: number;
  size: number;
  since: Version;
  /** An earlier revision that the documentation asks for in its place. */
  documentedInstead: number | null;
  /** The documentation does not know the revision. */
  headerOnly: boolean;
  /** The structure has revisions, but no header to say them in. */
  headless: boolean;
  revisionMacro: string | null;
  sizeMacro: string | null;
  doc: string | null;
}

export interface Packet {
  bytes: Uint8Array;
  /** As short as it can be said; packet makes the same bytes of it. */
  text: string;
  /** Outermost first. */
  layers: PacketLayer[];
  /** Why no further layers could be told, and at which byte; null where nothing is left. */
  stop: { reason: string; message: string; at: number } | null;
}

export interface PacketLayer {
  /** "eth", "ipv4", "tcp"; "data" for what is no header, "padding" for what lies behind the packet's end. */
  kind: string;
  /** The kind, with an index where others of it stand before: "ipv4[1]". */
  name: string;
  /** In bytes, of the header alone. */
  offset: number;
  length: number;
  fields: PacketField[];
}

export interface PacketField {
  /** As display filters of Wireshark call it, behind the layer's name: "tcp.dstport". */
  name: string;
  /** In bits, from the packet's beginning. */
  at: number;
  bits: number;
  /** bigint above 53 bits, null above 64. */
  value: number | bigint | null;
  /** As a text of a packet takes it. */
  text: string;
}

/** Places of an INF file are "line:column", both from 1, "" for none. */
export interface InfFile {
  encoding: "UTF-8" | "UTF-16LE" | "UTF-16BE" | "8-bit";
  /** A text without any, such as some lines of a section, has one without a name. */
  devices: InfDevice[];
  /** What devices install; those that install the same share it. */
  installs: InfInstall[];
  problems: InfProblem[];
}

export interface InfDevice {
  name: string;
  manufacturer: string;
  /** What the models are for: "NTamd64.10.0"; null for any. */
  target: string | null;
  /** Of the hardware, then of what is compatible. */
  ids: string[];
  at: string;
  /** Index into installs. */
  install: number;
}

export interface InfInstall {
  section: string;
  at: string;
  /** Of the device's key in the registry. */
  values: (InfValue & { name: string })[];
  /** Under Ndi\params: what the Advanced page of the card's properties shows. */
  parameters: InfParameter[];
  /** The standardized keywords and their values, for a scenario. */
  keywords: Record<string, string>;
}

export interface InfValue {
  value: string;
  at: string;
}

/** null: the file does not say. */
export interface InfParameter {
  name: string;
  at: string;
  text: InfValue | null;
  type: InfValue | null;
  default: InfValue | null;
  min: InfValue | null;
  max: InfValue | null;
  step: InfValue | null;
  base: InfValue | null;
  optional: InfValue | null;
  choices: { value: string; text: string; at: string }[];
}

export interface InfProblem {
  code: NdisErrorCode;
  message: string;
  at: string;
  suggestions: string[];
}

export interface Nic {
  name: string;
  title: string;
  /** Where its capabilities are from, null for a card that is made up. */
  source: string | null;
  /** What the source leaves open, and what was assumed. */
  doubt: string | null;
  /** Rules of what goes together that it does not obey, and why that is no mistake here. */
  breaks: { rule: string; why: string }[];
}

export interface Keyword {
  name: string;
  /** null where the driver chooses. */
  default: number | null;
  choices: { value: number; text: string }[];
  /** Limits of the numbers that are no choices; null for no numbers, most also where only the device limits them. */
  least: number | null;
  most: number | null;
  /** It switches task offloads. */
  offload: boolean;
}

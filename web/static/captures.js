// What pages ask of the program for capture files. The build puts capture.js in front; boot.js loads both, and the program,
// when somebody opens or saves a capture. Everything crosses to the page's program in few pieces.

export const methods = {
  // Frames, what packets begin with, and a line for each problem: code, offset, arguments, with tabs between. A file of
  // which the end was left out is damaged there, or ends there with a packet: it has more than is read.
  read({ readCapture }, { bytes, size }) {
    const { packets, problems } = readCapture(bytes);
    const more = (offset) => ({ code: "capture-too-many", offset, args: [packets.length] });
    const isEnd = ({ code, offset }) => bytes.length < size && code === "capture-damaged" && offset > bytes.length - 2 ** 19;
    const told = problems.map((problem) => (isEnd(problem) ? more(problem.offset) : problem));
    if (bytes.length < size && !told.some(({ code }) => /damaged|too-many|unknown/.test(code))) told.push(more(bytes.length));
    const kinds = ["Ethernet", "IP"].filter((kind) => packets.some(({ begin }) => begin === kind.toLowerCase()));
    return {
      count: packets.length,
      frame: (i) => packets[i],
      kinds: kinds.join(", ") || "—",
      problems: told.map(({ code, offset, args }) => [code, offset, ...args].join("\t")).join("\n"),
    };
  },
  // Each packet is a word: its bytes in base 64, and after a comma its tick, of which a file has a million in a second.
  save({ writeCapture }, text) {
    const packets = text.split(" ").map((word) => {
      const [base64, tick] = word.split(",");
      return {
        bytes: Uint8Array.from(atob(base64.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)),
        seconds: Math.floor(tick / 1e6), nanoseconds: (tick % 1e6) * 1000,
      };
    });
    const href = URL.createObjectURL(new Blob([writeCapture(packets)], { type: "application/vnd.tcpdump.pcap" }));
    Object.assign(document.createElement("a"), { href, download: "packets.pcap" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    return {};
  },
};

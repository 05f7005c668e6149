package kind

import "strings"

// Kind is what a file is by its first bytes.
type Kind uint8

// The kinds. Foreign files are often taken for captures, but are none that is
// read.
const (
	Other Kind = iota
	PcapBig
	PcapLittle
	Pcapng
	Foreign
)

// begins are first bytes, and for foreign files what they are called:
// draft-ietf-opsawg-pcap, section 4; draft-ietf-opsawg-pcapng, section 4.1.
var begins = []struct {
	bytes string
	kind  Kind
	name  string
}{
	{"\xA1\xB2\xC3\xD4", PcapBig, ""}, {"\xA1\xB2\x3C\x4D", PcapBig, ""}, // microseconds, nanoseconds
	{"\xD4\xC3\xB2\xA1", PcapLittle, ""}, {"\x4D\x3C\xB2\xA1", PcapLittle, ""},
	{"\x0A\x0D\x0D\x0A", Pcapng, ""},
	{"\x1F\x8B", Foreign, "gzip"}, {"PK", Foreign, "zip"}, {"\x28\xB5\x2F\xFD", Foreign, "zstd"},
	{"GMBU", Foreign, "Network Monitor"}, {"RTSS", Foreign, "Network Monitor 1"}, {"snoop\x00\x00\x00", Foreign, "snoop"},
	{"\x34\xCD\xB2\xA1", Foreign, "Kuznetzov's pcap"}, {"\xA1\xB2\xCD\x34", Foreign, "Kuznetzov's pcap"},
}

// Of says what a file is.
func Of(file []byte) Kind {
	if i := find(file); i >= 0 {
		return begins[i].kind
	}
	return Other
}

// Name is what a foreign file is called.
func Name(file []byte) string {
	if i := find(file); i >= 0 {
		return begins[i].name
	}
	return ""
}

func find(file []byte) int {
	for i := range begins {
		if strings.HasPrefix(string(file[:min(len(file), len(begins[i].bytes))]), begins[i].bytes) {
			return i
		}
	}
	return -1
}

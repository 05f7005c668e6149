package capture

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// MaxLength is how long a packet of a file can be.
const MaxLength = 1 << 18

// numbers are the link types that are written.
var numbers = map[Begin]layers.LinkType{Ethernet: layers.LinkTypeEthernet, IP: layers.LinkTypeRaw}

// Write makes a pcap file of packets, which all begin alike: with microseconds,
// or with nanoseconds where a packet's time has any. Without packets it is an
// Ethernet capture.
func Write(packets []Packet) ([]byte, *Problem) {
	begin := Ethernet
	for i := range packets {
		if i == 0 {
			begin = packets[0].Begin
		}
		if problem := packets[i].unwritable(begin); problem != "" {
			return nil, &Problem{CodeUnwritable, i, []string{problem, strconv.Itoa(len(packets[i].Data))}}
		}
	}
	var file bytes.Buffer
	w := pcapgo.NewWriter(&file)
	if inNanoseconds(packets) {
		w = pcapgo.NewWriterNanos(&file)
	}
	_ = w.WriteFileHeader(MaxLength, numbers[begin]) // writing to memory does not fail
	for _, p := range packets {
		info := gopacket.CaptureInfo{Timestamp: time.Unix(0, p.Time), CaptureLength: len(p.Data), Length: max(p.Length, len(p.Data))}
		_ = w.WritePacket(info, p.Data)
	}
	return file.Bytes(), nil
}

// unwritable is what of the packet does not fit into a file: "", "begin", "time",
// "length".
func (p *Packet) unwritable(begin Begin) string {
	switch {
	case p.Begin != begin || numbers[begin] == 0:
		return "begin"
	case p.Time < 0 || p.Time/1e9 > math.MaxUint32:
		return "time"
	case len(p.Data) > MaxLength || p.Length > math.MaxUint32:
		return "length"
	}
	return ""
}

func inNanoseconds(packets []Packet) bool {
	for _, p := range packets {
		if p.Time%1000 != 0 {
			return true
		}
	}
	return false
}

package capture

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strconv"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/pcapgo"

	"ndisplayground/nicsim/capture/kind"
)

// Packet is a packet of a capture file.
type Packet struct {
	Begin  Begin
	Time   int64 // nanoseconds since 1970 began (UTC); 0 also where the file does not say
	Data   []byte
	Length int // in bytes, as it was on the wire
}

// Short reports whether the file has only the begin of the packet.
func (p *Packet) Short() bool { return p.Length > len(p.Data) }

// MaxPackets is how many packets are read of a file.
const MaxPackets = 1 << 16

// source yields a packet after the other, and says how far it has come.
type source interface {
	next() (data []byte, info gopacket.CaptureInfo, link uint16, err error)
	offset() int
}

// Read reads a file: its packets, and what is wrong with it. What comes before
// the damage is there all the same.
func Read(file []byte) (packets []Packet, problems []Problem) {
	s, err := open(file)
	if err != nil {
		return nil, []Problem{*err}
	}
	r := reading{links: map[uint16]int{}}
	for at := s.offset(); ; at = s.offset() {
		data, info, link, err := s.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			r.problem(CodeDamaged, at, strconv.Itoa(len(r.packets)), strconv.Itoa(at))
			break
		}
		if len(r.packets) == MaxPackets {
			r.problem(CodeTooMany, at, strconv.Itoa(MaxPackets))
			break
		}
		r.add(data, info, link, at)
	}
	r.summarize()
	return r.packets, r.problems
}

// reading is a file that is being read.
type reading struct {
	packets  []Packet
	problems []Problem
	links    map[uint16]int // link types that are not read: index of their problem
	short    int            // packets of which there is only the begin
	shortAt  int
}

func (r *reading) problem(code Code, at int, args ...string) {
	r.problems = append(r.problems, Problem{code, at, args})
}

func (r *reading) add(data []byte, info gopacket.CaptureInfo, number uint16, at int) {
	l := links()[number]
	if l.begin == "" {
		r.skip(number, at)
		return
	}
	p := Packet{Begin: l.begin, Data: data, Length: max(info.Length, len(data))}
	if t := info.Timestamp; !t.IsZero() {
		p.Time = t.UnixNano()
	}
	if p.Short() {
		if r.short == 0 {
			r.shortAt = at
		}
		r.short++
	}
	r.packets = append(r.packets, p)
}

// skip leaves a packet out, and says so once for each link type: how many.
func (r *reading) skip(number uint16, at int) {
	i, known := r.links[number]
	if !known {
		i = len(r.problems)
		r.links[number] = i
		r.problem(CodeLink, at, linkName(number), strconv.Itoa(int(number)), "0")
	}
	count, _ := strconv.Atoi(r.problems[i].Args[2])
	r.problems[i].Args[2] = strconv.Itoa(count + 1)
}

func (r *reading) summarize() {
	if r.short > 0 {
		r.problem(CodeShort, r.shortAt, strconv.Itoa(r.short))
	}
}

// open says what file it is. Compressed ones are refused before the library sees
// them, which would unpack whatever there is.
func open(file []byte) (source, *Problem) {
	switch kind.Of(file) {
	case kind.PcapBig:
		return openPcap(file, binary.BigEndian)
	case kind.PcapLittle:
		return openPcap(file, binary.LittleEndian)
	case kind.Pcapng:
		return openSections(file)
	case kind.Foreign:
		return nil, &Problem{CodeUnknown, 0, []string{kind.Name(file)}}
	}
	var head [4]byte
	copy(head[:], file)
	return nil, &Problem{CodeUnknown, 0, []string{hex.EncodeToString(head[:])}}
}

// noHeader is a file that is damaged from its first byte on.
func noHeader() *Problem { return &Problem{CodeDamaged, 0, []string{"0", "0"}} }

// pcap reads a pcap file. The library keeps a byte of the link type, so the
// number is taken from the file itself.
type pcap struct {
	*pcapgo.Reader
	link uint16
	at   int
}

// Sizes of a pcap file's header and of that before each packet, and where the
// link type stands in it: draft-ietf-opsawg-pcap, sections 4 and 5.
const (
	headerSize = 24
	recordSize = 16
	linkOffset = 20
)

func openPcap(file []byte, order binary.ByteOrder) (source, *Problem) {
	r, err := pcapgo.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, noHeader()
	}
	return &pcap{r, uint16(order.Uint32(file[linkOffset:])), headerSize}, nil
}

func (p *pcap) offset() int { return p.at }

func (p *pcap) next() ([]byte, gopacket.CaptureInfo, uint16, error) {
	data, info, err := p.ReadPacketData()
	if err == nil {
		p.at += recordSize + len(data)
	}
	return data, info, p.link, err
}

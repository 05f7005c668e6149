package capture

import (
	"bufio"
	"bytes"
	"encoding/binary"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/pcapgo"

	"ndisplayground/nicsim/capture/kind"
)

// sections reads a pcapng file.
type sections struct {
	*pcapgo.NgReader
	buffer  *bufio.Reader
	read    func() int // how many bytes the buffer has taken
	links   [][]uint16 // of each section's interfaces
	section int
}

func openSections(file []byte) (source, *Problem) {
	from := bytes.NewReader(file)
	s := &sections{
		buffer: bufio.NewReaderSize(from, 1<<14), // large enough for the library to take as it is
		read:   func() int { return len(file) - from.Len() },
		links:  interfaces(file),
	}
	var err error
	s.NgReader, err = pcapgo.NewNgReader(s.buffer, pcapgo.NgReaderOptions{
		WantMixedLinkType: true, SkipUnknownVersion: true,
		SectionEndCallback: func([]pcapgo.NgInterface, pcapgo.NgSectionInfo) { s.section++ },
	})
	if err != nil {
		return nil, noHeader()
	}
	return s, nil
}

func (s *sections) offset() int { return s.read() - s.buffer.Buffered() }

func (s *sections) next() ([]byte, gopacket.CaptureInfo, uint16, error) {
	data, info, err := s.ReadPacketData()
	link := uint16(0)
	if err == nil && s.section < len(s.links) && info.InterfaceIndex < len(s.links[s.section]) {
		link = s.links[s.section][info.InterfaceIndex]
	}
	return data, info, link, err
}

// Blocks of a pcapng file: draft-ietf-opsawg-pcapng, sections 4.1 and 4.2.
const (
	blockInterface = 1
	orderMagic     = 0x1A2B3C4D
	version        = 1
	blockFrame     = 12 // type, length, length again
	linkInBlock    = 8
	orderInBlock   = 8
	versionInBlock = 12
)

// interfaces are the link types of each section's interfaces. The library keeps
// a byte of them. Sections of another version are passed over, as it does.
func interfaces(file []byte) (all [][]uint16) {
	order, counted := binary.ByteOrder(binary.LittleEndian), false
	for len(file) >= versionInBlock+2 {
		block := order.Uint32(file)
		if kind.Of(file) == kind.Pcapng {
			order = binary.LittleEndian
			if binary.BigEndian.Uint32(file[orderInBlock:]) == orderMagic {
				order = binary.BigEndian
			}
			if counted = order.Uint16(file[versionInBlock:]) == version; counted {
				all = append(all, nil)
			}
		} else if block == blockInterface && counted {
			last := &all[len(all)-1]
			*last = append(*last, order.Uint16(file[linkInBlock:]))
		}
		length := uint64(order.Uint32(file[4:]))
		if length < blockFrame || length > uint64(len(file)) {
			return all
		}
		file = file[length:]
	}
	return all
}

package ndis

import (
	_ "embed"
	"strconv"
	"sync"
)

// Status is an NDIS_STATUS. It prints as its official name, or in hex where it
// has none.
type Status uint32

// Statuses that rules of this project answer with. Every name is data; a test
// compares these with statuses.txt.
const (
	StatusSuccess             Status = 0
	StatusAlreadyComplete     Status = 0x000000FF
	StatusPending             Status = 0x00000103
	StatusNotAccepted         Status = 0x00010003
	StatusIndicationRequired  Status = 0x40230001
	StatusFailure             Status = 0xC0000001
	StatusInvalidParameter    Status = 0xC000000D
	StatusResources           Status = 0xC000009A
	StatusInvalidState        Status = 0xC0000184
	StatusNotSupported        Status = 0xC00000BB
	StatusBadVersion          Status = 0xC0010004
	StatusBadCharacteristics  Status = 0xC0010005
	StatusRequestAborted      Status = 0xC001000C
	StatusInvalidLength       Status = 0xC0010014
	StatusInvalidData         Status = 0xC0010015
	StatusBufferTooShort      Status = 0xC0010016
	StatusInvalidOID          Status = 0xC0010017
	StatusAdapterNotFound     Status = 0xC0010006
	StatusUnsupportedMedia    Status = 0xC0010019
	StatusPaused              Status = 0xC023002A
	StatusUnsupportedRevision Status = 0xC023002C
)

// Statuses that carry NDIS_OFFLOAD: when task offload settings change, and when the
// hardware does.
const (
	StatusTaskOffloadCurrentConfig        Status = 0x40020006
	StatusTaskOffloadHardwareCapabilities Status = 0x40020007
)

// CodeStatusUnknown: not a name of the list, nor a 32-bit number.
const CodeStatusUnknown Code = "status-unknown"

//go:embed statuses.txt
var statusesText string

type nameTable struct {
	rows   []Named
	names  []string
	byName map[string]uint32
	byCode map[uint32]string
}

// readNames reads lines of value, name and perhaps the first version.
func readNames(text string) nameTable {
	table := nameTable{byName: map[string]uint32{}, byCode: map[uint32]string{}}
	var fields []string
	for number, line := range DataLines(text) {
		fields = AppendWords(fields[:0], line)
		code, ok := ParseNumber(fields[0], 32)
		if !ok {
			panic("line " + strconv.Itoa(number) + ": " + fields[0] + " is no number")
		}
		since := Version(0)
		if len(fields) > 2 {
			since, _ = parseDotted(fields[2]) // a test reads each of them
		}
		table.rows = append(table.rows, Named{fields[1], code, since})
		table.names = append(table.names, fields[1])
		table.byName[fields[1]] = uint32(code)
		if _, named := table.byCode[uint32(code)]; !named {
			table.byCode[uint32(code)] = fields[1]
		}
	}
	return table
}

var statuses = sync.OnceValue(func() nameTable { return readNames(statusesText) })

// StatusNames lists the official names, in the order of their values.
func StatusNames() []string { return statuses().names }

// Name is the official name, or "" where there is none.
func (s Status) Name() string { return statuses().byCode[uint32(s)] }

// String is the official name, or the value in hex.
func (s Status) String() string {
	if name := s.Name(); name != "" {
		return name
	}
	return s.Hex()
}

// Hex is the value as headers write it: "0xC0010005".
func (s Status) Hex() string { return Hex(uint64(s), 8) }

// Failed reports whether the status is an error, as NT_ERROR in ntdef.h does: by
// its highest two bits.
func (s Status) Failed() bool { return s>>30 == 3 }

// ParseStatus reads an official name, with or without NDIS_STATUS_ before it, or
// a number: 0xC0010005, 3221291013.
func ParseStatus(text string) (Status, error) {
	table := statuses()
	for _, name := range []string{text, "NDIS_STATUS_" + text, "NDIS_" + text} {
		if code, ok := table.byName[name]; ok {
			return Status(code), nil
		}
	}
	if code, ok := ParseNumber(text, 32); ok {
		return Status(code), nil
	}
	return 0, NewError(CodeStatusUnknown, text).Suggest(Nearest(text, table.names)...)
}

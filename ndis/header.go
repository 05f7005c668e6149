package ndis

import (
	_ "embed"
	"sync"
)

// ObjectType is NDIS_OBJECT_HEADER.Type. It prints as its official name, or in
// hex where it has none.
type ObjectType uint8

// TypeDefault says that the call already implies the type (ntddndis.h:193).
const TypeDefault ObjectType = 0x80

// ObjectHeader is the NDIS_OBJECT_HEADER that structures with version
// information begin with. Size counts the whole structure in bytes, header
// included. Where the three members lie is the catalogue's to say.
type ObjectHeader struct {
	Type     ObjectType
	Revision uint8
	Size     uint16
}

// Path names a member of a structure: "Header", "Checksum.IPv4Transmit.IpChecksum",
// "NdisReserved[3]". Unnamed levels are left out.
type Path string

// Members that code of this project names.
const (
	PathHeader   Path = "Header"
	PathType     Path = "Header.Type"
	PathRevision Path = "Header.Revision"
	PathSize     Path = "Header.Size"
)

// CodeObjectTypeUnknown: not a name of the list, nor a number of a byte.
const CodeObjectTypeUnknown Code = "object-type-unknown"

//go:embed object_types.txt
var objectTypesText string

var objectTypes = sync.OnceValue(func() nameTable { return readNames(objectTypesText) })

// Name is the official name, or "" where there is none.
func (t ObjectType) Name() string { return objectTypes().byCode[uint32(t)] }

// String is the official name, or the value in hex.
func (t ObjectType) String() string {
	if name := t.Name(); name != "" {
		return name
	}
	return t.Hex()
}

// Hex is the value as headers write it: "0xA7".
func (t ObjectType) Hex() string { return Hex(uint64(t), 2) }

// ObjectTypeNames lists the official names, in the order of their values.
func ObjectTypeNames() []string { return objectTypes().names }

// ParseObjectType reads an official name, with or without NDIS_OBJECT_TYPE_
// before it, or a number: 0xA7, 167.
func ParseObjectType(text string) (ObjectType, error) {
	table := objectTypes()
	for _, name := range []string{text, "NDIS_OBJECT_TYPE_" + text} {
		if value, ok := table.byName[name]; ok {
			return ObjectType(value), nil
		}
	}
	if value, ok := ParseNumber(text, 8); ok {
		return ObjectType(value), nil
	}
	return 0, NewError(CodeObjectTypeUnknown, text).Suggest(Nearest(text, table.names)...)
}

package catalog

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
)

// Base is what a leaf is made of.
type Base uint8

// The bases, in the spelling of types.txt.
const (
	BaseNone    Base = iota // a container
	BaseU8                  // u8
	BaseU16                 // u16
	BaseU32                 // u32
	BaseU64                 // u64
	BaseI8                  // i8
	BaseI16                 // i16
	BaseI32                 // i32
	BaseI64                 // i64
	BaseUPtr                // uptr: an unsigned integer as wide as a pointer
	BaseIPtr                // iptr
	BaseBool                // bool: BOOLEAN
	BasePointer             // ptr
	BaseFunc                // func
	BaseEnum                // enum
	BaseStatus              // status: NDIS_STATUS
	BaseOID                 // oid: NDIS_OID
)

var baseNames = []string{"", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "uptr", "iptr", "bool", "ptr", "func", "enum", "status", "oid"}

var baseSizes = []int{0, 1, 2, 4, 8, 1, 2, 4, 8, 0, 0, 1, 0, 0, 4, 4, 4}

// Size is in bytes; pointers and what is as wide as they depend on the Arch.
func (b Base) Size(arch ndis.Arch) int {
	if n := baseSizes[b]; n > 0 || b == BaseNone {
		return n
	}
	return arch.Pointer()
}

// Signed reports whether the leaf is a signed integer.
func (b Base) Signed() bool {
	return b >= BaseI8 && b <= BaseI64 || b == BaseIPtr || b == BaseEnum
}

// Address reports whether the leaf is a pointer to data or to a function.
func (b Base) Address() bool { return b == BasePointer || b == BaseFunc }

// cType is what a C type name means: a leaf (base, and the enumeration or the
// structure behind it), another name of a structure, or an array.
type cType struct {
	base   Base
	target string
	array  *Member // unnamed
}

//go:embed types.txt
var typesText string

var cTypes = sync.OnceValue(func() map[string]cType {
	types := map[string]cType{}
	for number, line := range ndis.DataLines(typesText) {
		name, t, err := parseType(strings.Fields(line))
		if err != nil {
			panic("types.txt:" + strconv.Itoa(number) + ": " + err.Error())
		}
		types[name] = t
	}
	return types
})

// parseType reads "NAME u32", "NAME ptr TARGET", "NAME UCHAR[6] as mac".
func parseType(fields []string) (name string, t cType, err error) {
	if strings.HasSuffix(fields[1], "]") {
		t.array = &Member{}
		if err = t.array.declare("", fields[1]); err == nil {
			err = t.array.words(fields[2:])
		}
		return fields[0], t, err
	}
	if len(fields) > 2 {
		t.target = fields[2]
	}
	if t.base = parseBase(fields[1]); t.base == BaseNone && fields[1] != "is" {
		err = slip(fields[1], "is an unknown base")
	}
	return fields[0], t, err
}

// arrayType is what a type that is an array is declared as.
func arrayType(name string) (*Member, bool) {
	t := cTypes()[name]
	return t.array, t.array != nil
}

// ArrayNamed resolves a C type name that stands for an array: the type of its
// elements and how many there are.
func ArrayNamed(name string) (element string, length int, ok bool) {
	if array, ok := arrayType(name); ok {
		return array.Type, array.Dims[0].x64, true
	}
	return "", 0, false
}

func parseBase(text string) Base {
	for base, name := range baseNames {
		if name == text {
			return Base(base)
		}
	}
	return BaseNone
}

// TypeNamed resolves a C type name without dimensions. A leaf has a base, and a
// target where it is an enumeration (its name) or points to a structure; a
// structure has BaseNone and its own name as target. Types that types.txt leaves
// out are what their names say: a structure or an enumeration of that name, or
// P and the name of a structure, a pointer to it.
func TypeNamed(name string) (base Base, target string) {
	if pointee, isPointer := strings.CutSuffix(name, "*"); isPointer {
		return BasePointer, strings.TrimSpace(pointee)
	}
	if t, ok := cTypes()[name]; ok {
		return t.base, t.target
	}
	if isEnumeration(name) {
		return BaseEnum, name
	}
	if pointee, ok := strings.CutPrefix(name, "P"); ok && Exists(pointee) && !Exists(name) {
		return BasePointer, pointee
	}
	return BaseNone, name
}

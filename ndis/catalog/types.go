package catalog

import (
	_ "embed"
	"strings"

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
// structure behind it), another name of a structure, or an array. format is how
// people write a leaf, or of text an array of it.
type cType struct {
	base   Base
	target string
	format Format
	array  *Member // unnamed
}

//go:embed types.txt
var typesText string

// knownTypes holds the types that were asked for.
var knownTypes memo[string, *cType]

// typeNamed finds out what a C type name means. What types.txt leaves out is
// what its name says: a structure, an enumeration, P and the name of a structure.
func typeNamed(name string) *cType {
	if known, ok := knownTypes.load(name); ok {
		return known
	}
	t := cType{target: name}
	if Exists(name) {
		return knownTypes.store(name, &t)
	}
	pointee, isPointer := strings.CutPrefix(name, "P")
	if line, ok := seek(typesText, name, typeName); ok {
		var err error
		if t, err = parseType(strings.Fields(line)[1:]); err != nil {
			panic("types.txt: " + name + ": " + err.Error())
		}
	} else if isEnumeration(name) {
		t.base = BaseEnum
	} else if isPointer && Exists(pointee) {
		t = cType{base: BasePointer, target: pointee}
	}
	return knownTypes.store(name, &t)
}

// typeName reads the name that a line begins with.
func typeName(line string) string {
	name, _, _ := strings.Cut(line, " ")
	return name
}

// parseType reads "u32", "u32 as ipv4", "ptr TARGET", "UCHAR[6] as mac".
func parseType(fields []string) (t cType, err error) {
	if strings.HasSuffix(fields[0], "]") {
		t.array = &Member{}
		if err = t.array.declare("", fields[0]); err == nil {
			err = t.array.words(fields[1:])
		}
		return t, err
	}
	switch len(fields) {
	case 2:
		t.target = fields[1]
	case 3:
		t.format = Format(fields[2])
	}
	if t.base = parseBase(fields[0]); t.base == BaseNone && fields[0] != "is" {
		err = slip(fields[0], "is an unknown base")
	}
	return t, err
}

// arrayType is what a type that is an array is declared as.
func arrayType(name string) (*Member, bool) {
	t := typeNamed(name)
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
// structure has BaseNone and its own name as target.
func TypeNamed(name string) (base Base, target string) {
	t := resolved(name)
	return t.base, t.target
}

// resolved is [typeNamed] for pointers that are spelled with "*", too.
func resolved(name string) *cType {
	if pointee, isPointer := strings.CutSuffix(name, "*"); isPointer {
		return &cType{base: BasePointer, target: strings.TrimSpace(pointee)}
	}
	return typeNamed(name)
}

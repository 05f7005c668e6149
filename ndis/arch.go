package ndis

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// Arch is the ABI a structure is laid out for.
type Arch uint8

// The architectures, in the order of architectures.txt.
const (
	X86 Arch = iota
	X64
	ARM64
)

// CodeArchUnknown: no such architecture.
const CodeArchUnknown Code = "arch-unknown"

//go:embed architectures.txt
var architecturesText string

type archRow struct {
	name    string
	pointer int
	since   Version
}

var architectures = sync.OnceValue(func() []archRow {
	var rows []archRow
	for _, line := range DataLines(architecturesText) {
		fields := strings.Fields(line)
		pointer, _ := strconv.Atoi(fields[1])
		since, _ := parseDotted(fields[2])
		rows = append(rows, archRow{fields[0], pointer, since})
	}
	return rows
})

// Archs lists the architectures.
func Archs() []Arch { return []Arch{X86, X64, ARM64} }

// String is the short name: "x86", "x64", "arm64".
func (a Arch) String() string { return architectures()[a].name }

// Pointer is the size of a pointer in bytes.
func (a Arch) Pointer() int { return architectures()[a].pointer }

// Since is the first NDIS version on the architecture.
func (a Arch) Since() Version { return architectures()[a].since }

// ParseArch reads a short name.
func ParseArch(text string) (Arch, error) {
	var names []string
	for _, arch := range Archs() {
		if arch.String() == text {
			return arch, nil
		}
		names = append(names, arch.String())
	}
	return 0, NewError(CodeArchUnknown, text).Suggest(names...)
}

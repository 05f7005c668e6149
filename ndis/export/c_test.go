//go:build !js

package export

import (
	"debug/pe"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/web/tools/need"
)

// compiler is a C compiler for a Windows target.
type compiler struct {
	name    string
	arch    ndis.Arch
	command []string
}

var compilers = []compiler{
	{"GCC for x64", ndis.X64, []string{"x86_64-w64-mingw32-gcc"}},
	{"GCC for x86", ndis.X86, []string{"i686-w64-mingw32-gcc"}},
	{"clang for x64", ndis.X64, []string{"clang", "--target=x86_64-pc-windows-msvc"}},
	{"clang for x86", ndis.X86, []string{"clang", "--target=i686-pc-windows-msvc"}},
	{"clang for arm64", ndis.ARM64, []string{"clang", "--target=aarch64-pc-windows-msvc"}},
}

func run(t *testing.T, command ...string) {
	t.Helper()
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%.4000s", strings.Join(command, " "), err, out)
	}
}

// Compilers judge each offset and size by a static assertion; of each bit-field
// they write one object with all its bits set, which is read back from a section
// of its own.
func TestCompilersLayOutTheCatalogueAlike(t *testing.T) {
	for _, c := range compilers {
		t.Run(c.name, func(t *testing.T) {
			need.Tool(t, c.command[0])
			seen := map[string]*catalog.Layout{}
			for _, version := range ndis.Versions() {
				if version >= max(ndis.V50, c.arch.Since()) {
					compare(t, c, version, seen)
				}
			}
		})
	}
}

// compare judges the layouts that differ from those that were seen at the
// version before.
func compare(t *testing.T, c compiler, version ndis.Version, seen map[string]*catalog.Layout) {
	var layouts []*catalog.Layout
	var structures []*catalog.Structure
	for _, l := range layoutsAt(t, version, c.arch) {
		if last := seen[l.Structure.Name]; last != nil && last.Sizeof == l.Sizeof && slices.Equal(last.Slots, l.Slots) {
			continue
		}
		seen[l.Structure.Name] = l
		layouts = append(layouts, l)
		structures = append(structures, l.Structure)
	}
	if len(layouts) == 0 {
		return
	}
	program := C(structures, version, c.arch) + everyOffset(layouts)
	dir := t.TempDir()
	source, object := filepath.Join(dir, "catalogue.c"), filepath.Join(dir, "catalogue.o")
	program += probes(layouts)
	if err := os.WriteFile(source, []byte(program), 0o666); err != nil {
		t.Fatal(err)
	}
	run(t, append(slices.Clone(c.command), "-std=c11", "-fms-extensions", "-Wno-incompatible-ms-struct", "-Wno-microsoft-anon-tag", "-c", "-o", object, source)...)
	readProbes(t, object, layouts)
}

func layoutsAt(t *testing.T, version ndis.Version, arch ndis.Arch) []*catalog.Layout {
	var layouts []*catalog.Layout
	for _, s := range catalog.All() {
		if s.Since > version {
			continue
		}
		l, err := s.Layout(catalog.Options{Arch: arch, Version: version})
		if err != nil {
			t.Fatal(err)
		}
		layouts = append(layouts, l)
	}
	return layouts
}

func everyOffset(layouts []*catalog.Layout) string {
	var b strings.Builder
	for _, l := range layouts {
		name := l.Structure.Name
		fmt.Fprintf(&b, "_Static_assert(sizeof(%s) == %d, \"%s\");\n", name, l.Sizeof, name)
		fmt.Fprintf(&b, "_Static_assert(_Alignof(%s) == %d, \"%s\");\n", name, l.Align, name)
		for _, s := range l.Slots {
			if s.Bits == 0 {
				fmt.Fprintf(&b, "_Static_assert(__builtin_offsetof(%s, %s) == %d, \"%s.%s\");\n", name, s.Path, s.Offset, name, s.Path)
			}
			if s.Bits == 0 && s.Size > 0 {
				fmt.Fprintf(&b, "_Static_assert(sizeof(((%s *)0)->%s) == %d, \"%s.%s\");\n", name, s.Path, s.Size, name, s.Path)
			}
		}
	}
	return b.String()
}

func bitFields(l *catalog.Layout) []catalog.Slot {
	var found []catalog.Slot
	for _, s := range l.Slots {
		if s.Bits > 0 {
			found = append(found, s)
		}
	}
	return found
}

// probeAlign is a power of two that no structure is aligned beyond, so that it is
// plain where each probe lies.
const probeAlign = 16

func probes(layouts []*catalog.Layout) string {
	var types, values strings.Builder
	for i, l := range layouts {
		fields := bitFields(l)
		if len(fields) == 0 {
			continue
		}
		fmt.Fprintf(&types, "\t__attribute__((aligned(%d))) %s p%d[%d];\n", probeAlign, l.Structure.Name, i, len(fields))
		values.WriteString("\t{\n")
		for _, s := range fields {
			fmt.Fprintf(&values, "\t\t{ .%s = -1 },\n", s.Path)
		}
		values.WriteString("\t},\n")
	}
	if types.Len() == 0 {
		return ""
	}
	return "__attribute__((section(\".probe\"), used)) struct {\n" + types.String() + "} probes = {\n" + values.String() + "};\n"
}

func readProbes(t *testing.T, object string, layouts []*catalog.Layout) {
	file, err := pe.Open(object)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var bytes []byte
	if section := file.Section(".probe"); section != nil {
		if bytes, err = section.Data(); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range layouts {
		for _, s := range bitFields(l) {
			if len(bytes) < l.Sizeof {
				t.Fatalf("%s: %d bytes of probes are left", l.Structure.Name, len(bytes))
			}
			readProbe(t, l, s, bytes[:l.Sizeof])
			bytes = bytes[l.Sizeof:]
		}
		bytes = bytes[min(len(bytes), -len(bitFields(l))*l.Sizeof&(probeAlign-1)):]
	}
}

func readProbe(t *testing.T, l *catalog.Layout, s catalog.Slot, got []byte) {
	want := make([]byte, l.Sizeof)
	for bit := s.Bit; bit < s.Bit+s.Bits; bit++ {
		want[s.Offset+bit/8] |= 1 << (bit % 8)
	}
	if string(got) != string(want) {
		t.Errorf("%s at %v: the compiler sets % x for %s, the catalogue % x", l.Structure.Name, l.Version, got, s.Path, want)
	}
}

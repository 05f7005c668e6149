//go:build !js

package export

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// compiler is a C compiler for a Windows target and the objcopy that reads what
// it writes.
type compiler struct {
	name    string
	arch    ndis.Arch
	command []string
	objcopy string
}

var compilers = []compiler{
	{"GCC for x64", ndis.X64, []string{"x86_64-w64-mingw32-gcc"}, "x86_64-w64-mingw32-objcopy"},
	{"GCC for x86", ndis.X86, []string{"i686-w64-mingw32-gcc"}, "i686-w64-mingw32-objcopy"},
	{"clang for x64", ndis.X64, []string{"clang", "--target=x86_64-pc-windows-msvc"}, "x86_64-w64-mingw32-objcopy"},
	{"clang for x86", ndis.X86, []string{"clang", "--target=i686-pc-windows-msvc"}, "i686-w64-mingw32-objcopy"},
}

// need skips a test aloud where a tool is missing, and fails it in CI.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("CI needs %s", tool)
			}
			t.Skipf("SKIP: %s is not installed", tool)
		}
	}
}

func run(t *testing.T, command ...string) {
	t.Helper()
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%.4000s", strings.Join(command, " "), err, out)
	}
}

// Compilers judge each offset and size by a static assertion; of each bit-field
// they write one object with all its bits set, which is read back.
func TestCompilersLayOutTheCatalogueAlike(t *testing.T) {
	for _, c := range compilers {
		t.Run(c.name, func(t *testing.T) {
			need(t, c.command[0], c.objcopy)
			for _, version := range ndis.Versions() {
				if version >= ndis.V60 {
					compare(t, c, version)
				}
			}
		})
	}
}

func compare(t *testing.T, c compiler, version ndis.Version) {
	layouts := layoutsAt(t, version, c.arch)
	var structures []*catalog.Structure
	for _, l := range layouts {
		structures = append(structures, l.Structure)
	}
	program := C(structures, version, c.arch) + everyOffset(layouts)
	dir := t.TempDir()
	source, object := filepath.Join(dir, "catalogue.c"), filepath.Join(dir, "catalogue.o")
	for i, l := range layouts {
		program += probes(i, l)
	}
	if err := os.WriteFile(source, []byte(program), 0o666); err != nil {
		t.Fatal(err)
	}
	run(t, append(c.command, "-std=c11", "-Wno-incompatible-ms-struct", "-Wno-microsoft-anon-tag", "-c", "-o", object, source)...)
	for i, l := range layouts {
		readProbes(t, c, object, i, l)
	}
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

func probes(i int, l *catalog.Layout) string {
	fields := bitFields(l)
	if len(fields) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "__attribute__((section(\".p%d\"), used)) %s probe%d[] = {\n", i, l.Structure.Name, i)
	for _, s := range fields {
		fmt.Fprintf(&b, "\t{ .%s = -1 },\n", s.Path)
	}
	b.WriteString("};\n")
	return b.String()
}

func readProbes(t *testing.T, c compiler, object string, i int, l *catalog.Layout) {
	fields := bitFields(l)
	if len(fields) == 0 {
		return
	}
	binary := object + ".bin"
	run(t, c.objcopy, "-O", "binary", "-j", fmt.Sprintf(".p%d", i), object, binary)
	bytes, err := os.ReadFile(binary)
	if err != nil || len(bytes) < len(fields)*l.Sizeof {
		t.Fatalf("%s: %d bytes of probes, %v", l.Structure.Name, len(bytes), err)
	}
	for n, s := range fields {
		want := make([]byte, l.Sizeof)
		for bit := s.Bit; bit < s.Bit+s.Bits; bit++ {
			want[s.Offset+bit/8] |= 1 << (bit % 8)
		}
		if got := bytes[n*l.Sizeof : (n+1)*l.Sizeof]; string(got) != string(want) {
			t.Errorf("%s at %v: the compiler sets % x for %s, the catalogue % x", l.Structure.Name, l.Version, got, s.Path, want)
		}
	}
}

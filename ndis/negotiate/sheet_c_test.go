//go:build !js

package negotiate

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/web/tools/need"
)

// compile skips aloud where the compiler is missing, and fails in CI.
func compile(t *testing.T, compiler, source string) {
	t.Helper()
	need.Tool(t, compiler)
	file := filepath.Join(t.TempDir(), "sheet.c")
	if err := os.WriteFile(file, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(compiler, "-fsyntax-only", "-Wall", "-Werror", "-Wno-unused-local-typedefs", file).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%.4000s", compiler, err, out)
	}
}

var mingw = map[ndis.Arch]string{ndis.X64: "x86_64-w64-mingw32-gcc", ndis.X86: "i686-w64-mingw32-gcc"}

func TestTheSheetAsCCompiles(t *testing.T) {
	for arch, compiler := range mingw {
		t.Run(arch.String(), func(t *testing.T) {
			for _, v := range []ndis.Version{ndis.V60, ndis.V630, ndis.Newest()} {
				header := SheetC(Sheet(v, arch), v, arch)
				compile(t, compiler, header+header+"char offload[MYDRV_NDIS_OFFLOAD_SIZE == 112 || MYDRV_NDIS_OFFLOAD_REVISION > 1 ? 1 : -1];\n")
			}
		})
	}
}

// mingw-w64 has an ntddndis.h of its own, up to 6.30: its macros are compared.
func TestAnotherHeaderAgreesWithTheSheet(t *testing.T) {
	support := ""
	for _, c := range []struct{ version, macro string }{{"6.0", "NDIS6"}, {"6.1", "NDIS61"}, {"6.20", "NDIS620"}, {"6.30", "NDIS630"}} {
		support += "#define NDIS_SUPPORT_" + c.macro + " 1\n"
		for arch, compiler := range mingw {
			t.Run(c.version+" "+arch.String(), func(t *testing.T) {
				v := version(t, c.version)
				source := support + "#include <winsock2.h>\n#include <ws2ipdef.h>\n#include <ntddndis.h>\n" + SheetC(Sheet(v, arch), v, arch)
				compile(t, compiler, source+"#if !defined(C_ASSERT) || !defined(NDIS_OFFLOAD_REVISION_1)\n#error nothing is compared\n#endif\n")
			})
		}
	}
}

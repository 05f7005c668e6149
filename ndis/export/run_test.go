//go:build !js

package export

import (
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/web/tools/need"
)

// host is what a program for this machine lacks of Windows.
const host = `
#include <stdio.h>
#include <string.h>
#define _WIN64 1
#define VOID void
#define TRUE 1
#define FALSE 0
#define C_ASSERT(e) _Static_assert(e, #e)
#define FIELD_OFFSET(t, f) ((int)__builtin_offsetof(t, f))
#define RTL_SIZEOF_THROUGH_FIELD(t, f) (__builtin_offsetof(t, f) + sizeof(((t *)0)->f))
#define RtlZeroMemory(p, n) memset(p, 0, n)
static void show(const void *p, int n) {
	for (int i = 0; i < n; i++) printf("%02x", ((const unsigned char *)p)[i]);
	printf("\n");
}
`

// An initialiser is run, and what it makes is the record: all that it can know,
// which is everything but pointers and what lies between the members.
func TestInitialisersMakeTheRecord(t *testing.T) {
	need.Tool(t, "clang")
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("SKIP: only where x64's layouts are this machine's")
	}
	var records []*codec.Record
	var structures []*catalog.Structure
	for _, s := range catalog.All() {
		l, err := s.Layout(catalog.Options{Arch: ndis.X64})
		if err != nil {
			t.Fatal(err)
		}
		structures = append(structures, s)
		records = append(records, filled(l))
	}
	printed := runHere(t, initialisers(t, structures, records))
	if len(printed) != len(records) {
		t.Fatalf("%d lines for %d records", len(printed), len(records))
	}
	for i, r := range records {
		got, err := hex.DecodeString(printed[i])
		if want := known(r); err != nil || string(got) != string(want) {
			t.Errorf("%s:\n% x, want\n% x", title(r.Layout), got, want)
		}
	}
	t.Logf("%d structures", len(records))
}

// initialisers is a program that shows what each record's initialiser makes.
func initialisers(t *testing.T, structures []*catalog.Structure, records []*codec.Record) string {
	var functions, main strings.Builder
	for _, r := range records {
		text, err := Write("c", r)
		if err != nil {
			t.Fatal(err)
		}
		name := r.Layout.Structure.Name
		functions.WriteString(text)
		fmt.Fprintf(&main, "\t{ %s s; memset(&s, 0xCC, sizeof s); Fill%s(&s); show(&s, %d); }\n", name, pascal(name), r.Layout.Size)
	}
	return host + names(structures) + C(structures, ndis.Newest(), ndis.X64) + functions.String() + "int main(void) {\n" + main.String() + "}\n"
}

// names defines every constant that the catalogue has.
func names(structures []*catalog.Structure) string {
	values := map[string]string{}
	m := mingw{compiler: compilers[0], headers: headers{version: ndis.Newest()}}
	maps.Copy(values, m.vocabulary(structures))
	for _, v := range ndis.Versions() {
		values[support(v)] = "1"
	}
	for _, name := range ndis.StatusNames() {
		status, _ := ndis.ParseStatus(name)
		values[name] = status.Hex()
	}
	delete(values, "")
	text := ""
	for _, name := range slices.Sorted(maps.Keys(values)) {
		text += "#define " + name + " " + values[name] + "\n"
	}
	return text
}

// runHere compiles a program with the bit-fields of Windows, runs it, and
// returns its lines.
func runHere(t *testing.T, program string) []string {
	dir := t.TempDir()
	source, binary := filepath.Join(dir, "program.c"), filepath.Join(dir, "program")
	if err := os.WriteFile(source, []byte(program), 0o666); err != nil {
		t.Fatal(err)
	}
	run(t, "clang", "--target=x86_64-linux-gnu", "-mms-bitfields", "-fms-extensions", "-w", "-o", binary, source)
	out, err := exec.Command(binary).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}

// known are the record's bytes as far as an initialiser can write them.
func known(r *codec.Record) []byte {
	w := initWriter{r: r, root: tree(r.Layout), written: make([]byte, len(r.Bytes()))}
	w.assign(&w.root, nil)
	b := slices.Clone(r.Bytes())
	for i := range b {
		b[i] &= w.written[i]
	}
	clearPointers(&w, &w.root, b)
	return b
}

// clearPointers clears the pointers of the arms that are written.
func clearPointers(w *initWriter, n *node, b []byte) {
	switch {
	case n.kind == catalog.KindUnion:
		if arm := w.arm(n); arm != nil {
			clearPointers(w, arm, b)
		}
	case n.kind.Container():
		for i := range n.children {
			clearPointers(w, &n.children[i], b)
		}
	case n.slot.Base.Address():
		clear(b[n.offset:n.end()])
	}
}

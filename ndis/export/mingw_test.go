//go:build !js

package export

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/web/tools/need"
)

// headers are a way to include mingw-w64's own headers of NDIS, which nobody of
// this project wrote, and the version that they are then for. ntddndis.h goes
// up to 6.30 in user mode; ddk/ndis.h has little but what was there before 6.0.
type headers struct {
	name    string
	version ndis.Version
	include string
}

// ours is the name under which compilers know our text.
const ours = "ours"

var headerSets = []headers{
	{"ntddndis.h", ndis.V630, `
#define UM_NDIS630 1
#include <winsock2.h>
#include <ws2ipdef.h>
#include <windows.h>
#include <winternl.h>
#include <ifdef.h>
#include <ntddndis.h>
typedef NET_LUID NET_LUID_LH; // the name that Windows' ifdef.h declares it by
`},
	{"ddk/ndis.h", ndis.V50, `
#define NDIS_MINIPORT_DRIVER 1
#define NDIS50_MINIPORT 1
#define NDIS50 1
#include <ntddk.h>
#include <ndis.h>
`},
}

// common is what the headers of Windows have and one of the sets lacks.
const common = `
#ifndef C_ASSERT
#define C_ASSERT(e) _Static_assert(e, #e)
#endif
#ifndef RTL_SIZEOF_THROUGH_FIELD
#define RTL_SIZEOF_THROUGH_FIELD(t, f) (__builtin_offsetof(t, f) + sizeof(((t *)0)->f))
#endif
`

// compiledStructures is how many structures the headers of a set must at least
// know, so that the number does not fall unseen.
var compiledStructures = map[string]int{"ntddndis.h": 270, "ddk/ndis.h": 15}

// differing are structures and constants that these headers declare otherwise
// than those of Windows do, and why that is sure. They are passed over.
var differing = map[string]string{
	"DOT11_VWIFI_COMBINATION":       "mingw-w64 has the 6.20 declaration, without uNumVirtualStation, at every version",
	"DOT11_INCOMING_ASSOC_DECISION": "mingw-w64 has the 6.20 declaration, without the WFD members, at every version",
}

func TestMingwHeadersAgree(t *testing.T) {
	for _, c := range compilers[:2] {
		t.Run(c.name, func(t *testing.T) {
			need.Tool(t, c.command[0])
			done := map[string]bool{}
			for _, h := range headerSets {
				m := mingw{t: t, compiler: c, headers: h, dir: t.TempDir(), drivers: driverHeaders(t, c)}
				m.precompile()
				known := m.structures(done)
				t.Logf("%s: %d structures", h.name, len(known))
				if len(known) < compiledStructures[h.name] {
					t.Errorf("%s knows %d structures, want %d", h.name, len(known), compiledStructures[h.name])
				}
				m.compile(known)
			}
		})
	}
}

type mingw struct {
	t        *testing.T
	compiler compiler
	headers  headers
	dir      string
	drivers  string          // the folder of the headers for drivers
	words    map[string]bool // every word of the headers; a compiler that has to guess at unknown names is slow
}

// driverHeaders asks the compiler where it looks, for the one folder below where
// it does not.
func driverHeaders(t *testing.T, c compiler) string {
	out, err := exec.Command(c.command[0], "-E", "-v", "-x", "c", os.DevNull).CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		folder := filepath.Join(strings.TrimSpace(line), "ddk")
		if _, err := os.Stat(filepath.Join(folder, "ndis.h")); err == nil {
			return folder
		}
	}
	t.Fatal("no ddk/ndis.h")
	return ""
}

// unknown compiles lines that must each stand alone and returns the indices of
// those that the compiler refuses.
func (m *mingw) unknown(lines []string) map[int]bool {
	refused := map[int]bool{}
	for _, match := range complaint.FindAllStringSubmatch(m.run(strings.Join(lines, "\n")), -1) {
		line, _ := strconv.Atoi(match[2])
		refused[line-1] = true
	}
	return refused
}

// complaint is an error in our text: whose, in which line, what.
var complaint = regexp.MustCompile(`(?m)^` + ours + `/(\w*):(\d+):\d+: (?:fatal )?error: (.*)`)

// of begins the text of a structure, for compilers to say whose it is.
func of(name string) string { return "#line 1 \"" + ours + "/" + name + "\"\n" }

// precompile saves the compiler from reading the headers again and again. Where
// they have mistakes it cannot, and reads them.
func (m *mingw) precompile() {
	header := filepath.Join(m.dir, "headers.h")
	if err := os.WriteFile(header, []byte(m.headers.include+common), 0o666); err != nil {
		m.t.Fatal(err)
	}
	text, err := m.command("-E", "-dD", header).Output()
	if err != nil {
		m.t.Fatalf("%s: %v", m.headers.name, err)
	}
	m.words = map[string]bool{}
	for _, word := range identifier.FindAllString(string(text), -1) {
		m.words[word] = true
	}
	_ = m.command("-x", "c-header", "-o", header+".gch", header).Run()
}

func (m *mingw) command(arguments ...string) *exec.Cmd {
	all := append(m.compiler.command[1:], "-std=gnu11", "-w", "-fmax-errors=0", "-D_WIN32_WINNT=0x0602", "-DNTDDI_VERSION=0x06020000", "-isystem", m.drivers)
	return exec.Command(m.compiler.command[0], append(all, arguments...)...)
}

// run compiles a program behind the headers, and returns what the compiler says.
func (m *mingw) run(program string) string {
	source := filepath.Join(m.dir, "program.c")
	program = "#include \"headers.h\"\n" + of("") + program + "\n"
	if err := os.WriteFile(source, []byte(program), 0o666); err != nil {
		m.t.Fatal(err)
	}
	out, err := m.command("-fsyntax-only", source).CombinedOutput()
	if strings.Contains(string(out), "fatal error") || err != nil && len(out) == 0 {
		m.t.Fatalf("%s: %v: %.2000s", m.headers.name, err, out)
	}
	return string(out)
}

// structures are those of the catalogue that the headers declare with each of
// the members that the catalogue gives them, and that no set before them did.
func (m *mingw) structures(done map[string]bool) []*catalog.Structure {
	var candidates []*catalog.Structure
	for _, s := range catalog.All() {
		if s.Since <= m.headers.version && m.words[s.Name] && !done[s.Name] && differing[s.Name] == "" {
			candidates = append(candidates, s)
		}
	}
	declared := m.that(candidates, func(s *catalog.Structure) []string { return []string{"sizeof(" + s.Name + ")"} })
	whole := m.that(declared, m.members)
	if older := len(declared) - len(whole); older > 0 {
		m.t.Logf("%s: %d more lack members", m.headers.name, older)
	}
	for _, s := range whole {
		done[s.Name] = true
	}
	return whole
}

// that are the structures of which the compiler knows each expression.
func (m *mingw) that(structures []*catalog.Structure, expressions func(*catalog.Structure) []string) []*catalog.Structure {
	var probes []string
	var whose []int
	for i, s := range structures {
		for _, e := range expressions(s) {
			probes = append(probes, fmt.Sprintf("enum { probe%d = %s };", len(probes), e))
			whose = append(whose, i)
		}
	}
	bad := map[int]bool{}
	for line := range m.unknown(probes) {
		bad[whose[line]] = true
	}
	var good []*catalog.Structure
	for i, s := range structures {
		if !bad[i] {
			good = append(good, s)
		}
	}
	return good
}

// members are expressions that name each member of a structure, of arrays the
// first element.
func (m *mingw) members(s *catalog.Structure) []string {
	var all []string
	for _, slot := range m.layout(s, 0).Slots {
		if !elsewhere.MatchString(string(slot.Path)) {
			all = append(all, fmt.Sprintf("sizeof((((%s *)0)->%s, 1))", s.Name, slot.Path))
		}
	}
	return all
}

var elsewhere = regexp.MustCompile(`\[[1-9]`)

var identifier = regexp.MustCompile(`\b[A-Za-z_][A-Za-z0-9_]*\b`)

// compile compiles everything that is written for the structures, and each
// offset and size at every depth. Names of constants that these headers lack are
// defined first.
func (m *mingw) compile(structures []*catalog.Structure) {
	program := ""
	for _, s := range structures {
		program += of(s.Name) + m.program(s)
	}
	told := map[string]bool{}
	for _, match := range complaint.FindAllStringSubmatch(m.run(m.lacking(structures, program)+program), -1) {
		if name := match[1]; !told[name] {
			told[name] = true
			m.t.Errorf("%s %s: %s", m.headers.name, name, match[3])
		}
	}
}

func (m *mingw) program(s *catalog.Structure) string {
	l := m.layout(s, 0)
	once := *l
	once.Slots = slices.DeleteFunc(slices.Clone(l.Slots), func(s catalog.Slot) bool { return elsewhere.MatchString(string(s.Path)) })
	text := everyOffset([]*catalog.Layout{&once})
	for _, r := range m.records(s) {
		text += m.write("c", r) + m.write("c-array", r)
	}
	if s.Versioned() && len(s.Revisions) > 0 {
		text += m.write("c-ladder", codec.New(l))
	}
	return text
}

func (m *mingw) layout(s *catalog.Structure, revision int) *catalog.Layout {
	o := catalog.Options{Arch: m.compiler.arch, Revision: revision}
	if revision == 0 {
		o.Version = m.headers.version
	}
	l, err := s.Layout(o)
	if err != nil {
		m.t.Fatal(err)
	}
	return l
}

// records are one of each revision that the headers can know, and one of the
// whole structure, all members of which are set.
func (m *mingw) records(s *catalog.Structure) []*codec.Record {
	records := []*codec.Record{filled(m.layout(s, 0))}
	for _, r := range s.Revisions {
		if r.Since <= m.headers.version {
			records = append(records, filled(m.layout(s, r.Number)))
		}
	}
	return records
}

// filled is a record of many different bytes behind the right header; of arrays,
// in the first element.
func filled(l *catalog.Layout) *codec.Record {
	r := codec.New(l)
	b := slices.Clone(r.Bytes())
	start := 0
	if l.Structure.Versioned() {
		start = catalog.Header().Size
	}
	for i := start; i < len(b); i++ {
		b[i] = byte(i*151 + 29)
	}
	for i := range l.Slots {
		if s := &l.Slots[i]; elsewhere.MatchString(string(s.Path)) && s.End() <= len(b) {
			clear(b[s.Offset:s.End()])
		}
	}
	return codec.Decode(l, b)
}

func (m *mingw) write(format string, r *codec.Record) string {
	text, err := Write(format, r)
	if err != nil {
		m.t.Fatal(err)
	}
	return text
}

// lacking defines the constants that a program names and the headers do not
// have. Those that they have must have the catalogue's values.
func (m *mingw) lacking(structures []*catalog.Structure, program string) string {
	used := map[string]bool{}
	for _, name := range identifier.FindAllString(program, -1) {
		used[name] = true
	}
	values := m.vocabulary(structures)
	var names, probes []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if used[name] {
			names = append(names, name)
			probe := "#error unknown"
			if m.words[name] {
				probe = fmt.Sprintf("enum { probe%d = sizeof(char[(%s) ? 2 : 1]) };", len(probes), name)
			}
			probes = append(probes, probe)
		}
	}
	refused := m.unknown(probes)
	text, lacking := "", 0
	for i, name := range names {
		if refused[i] {
			lacking++
			text += fmt.Sprintf("#define %s %s\n", name, values[name])
		} else if differing[name] == "" {
			text += of(name) + fmt.Sprintf("C_ASSERT(%s == %s);\n", name, values[name])
		}
	}
	m.t.Logf("%s: %d of %d constants are known", m.headers.name, len(names)-lacking, len(names))
	return text
}

// vocabulary is what the catalogue says of each name that a program may use.
func (m *mingw) vocabulary(structures []*catalog.Structure) map[string]string {
	values := map[string]string{}
	for _, name := range ndis.ObjectTypeNames() {
		t, _ := ndis.ParseObjectType(name)
		values[name] = t.Hex()
	}
	for _, v := range ndis.Versions() {
		values[runtimeVersion(v)] = v.Word()
	}
	for _, s := range structures {
		m.revisionNames(s, values)
		for _, slot := range m.layout(s, 0).Slots {
			if slot.Group() != nil {
				for _, c := range slot.Group().Constants {
					values[c.Name] = strconv.FormatInt(int64(c.Value), 10)
				}
			}
		}
	}
	delete(values, "")
	return values
}

func (m *mingw) revisionNames(s *catalog.Structure, values map[string]string) {
	for _, r := range s.Revisions {
		if r.Since <= m.headers.version {
			values[s.RevisionMacro(r.Number)] = strconv.Itoa(r.Number)
			values[s.SizeMacro(r.Number)] = strconv.Itoa(m.layout(s, r.Number).Size)
		}
	}
}

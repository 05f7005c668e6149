package policy

import (
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "ndisplayground/"

// source is a Go file: where it is, what it imports, its build constraint.
type source struct {
	path       string
	imports    []string
	constraint constraint.Expr // nil for none
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// sources are all Go files of the tree.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, file := range files(t) {
		if path.Ext(file) == ".go" {
			all = append(all, read(t, file))
		}
	}
	return all
}

func read(t *testing.T, file string) source {
	t.Helper()
	text, err := os.ReadFile(root + file)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	s := source{path: file}
	for _, i := range tree.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		s.imports = append(s.imports, name)
	}
	for line := range strings.Lines(string(text)) {
		if constraint.IsGoBuild(line) {
			if s.constraint, err = constraint.Parse(line); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

// allowed is what each package may import, directly.
func allowed(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("imports.txt")
	if err != nil {
		t.Fatal(err)
	}
	may := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		lower, upper, ok := strings.Cut(line, " < ")
		if !ok {
			t.Fatalf("imports.txt: %q is not a < b", line)
		}
		for _, u := range strings.Split(upper, ", ") {
			may[u] = append(may[u], strings.Split(lower, ", ")...)
		}
	}
	return may
}

// reaches reports whether a package may import another, by one line or several.
func reaches(may map[string][]string, from, to string) bool {
	return slices.ContainsFunc(may[from], func(next string) bool { return next == to || reaches(may, next, to) })
}

func TestPackagesImportWhatTheyMay(t *testing.T) {
	may := allowed(t)
	seen := 0
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		for _, name := range s.imports {
			own, ours := strings.CutPrefix(name, module)
			if !ours && !strings.Contains(strings.Split(name, "/")[0], ".") {
				continue // the standard library
			}
			seen++
			if !reaches(may, path.Dir(s.path), own) {
				t.Errorf("%s imports %s, which imports.txt does not allow", s.path, name)
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d imports were seen", seen)
	}
}

func TestThePolicyNamesPackagesThatExist(t *testing.T) {
	for upper, lowers := range allowed(t) {
		for _, name := range append(lowers, upper) {
			if strings.Contains(name, ".") {
				continue
			}
			if _, err := os.Stat(root + name); err != nil {
				t.Errorf("imports.txt names %s: %v", name, err)
			}
		}
	}
}

// What the standard and the bench never touch: the page, the network, the clock,
// chance, files.
var worldly = []string{"math/rand", "math/rand/v2", "crypto/rand", "net", "net/http", "os", "os/exec", "syscall", "syscall/js", "time", "unsafe"}

// excused are imports of these all the same: capture names moments that a file
// holds, and asks no clock.
var excused = map[string]string{"nicsim/capture": "time"}

func TestTheStandardAndTheBenchKeepToThemselves(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || !strings.HasPrefix(s.path, "ndis/") && !strings.HasPrefix(s.path, "nicsim/") {
			continue
		}
		for _, name := range s.imports {
			if slices.Contains(worldly, name) && excused[path.Dir(s.path)] != name {
				t.Errorf("%s imports %s: same scenario, same trace, everywhere", s.path, name)
			}
		}
	}
}

func TestNobodyTouchesSyscallJS(t *testing.T) {
	for _, s := range sources(t) {
		if slices.Contains(s.imports, "syscall/js") {
			t.Errorf("%s imports syscall/js: wasm/ goes through safejs, app through go-app", s.path)
		}
	}
}

func TestTheDoorsAreForTheBrowserAlone(t *testing.T) {
	browser := func(tag string) bool { return tag == "js" || tag == "wasm" }
	native := func(tag string) bool { return !browser(tag) }
	for _, s := range sources(t) {
		if strings.HasPrefix(s.path, "wasm/overlay/") || s.test() {
			continue
		}
		door := strings.HasPrefix(s.path, "wasm/") || strings.HasPrefix(s.path, "web/tools/size/empty/")
		switch {
		case door && (s.constraint == nil || !s.constraint.Eval(browser) || s.constraint.Eval(native)):
			t.Errorf("%s lacks //go:build js && wasm", s.path)
		case !door && s.constraint != nil:
			t.Errorf("%s has a build constraint: only the doors in wasm/ differ by platform", s.path)
		}
	}
}

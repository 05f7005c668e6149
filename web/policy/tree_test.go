package policy

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root is the module's folder, seen from here.
const root = "../../"

// files are all files of the tree but what is built or fetched.
func files(t *testing.T) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if slices.Contains([]string{".git", "node_modules"}, entry.Name()) || file == root+"build" {
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil // of another work tree, .git is a file
		}
		if entry.IsDir() {
			return nil
		}
		name, err := filepath.Rel(root, file)
		all = append(all, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 100 {
		t.Fatalf("only %d files were found", len(all))
	}
	return all
}

func TestTheTopLevelIsFixed(t *testing.T) {
	want := []string{"LICENSE", "Makefile", "README.md", "app", "build", "go.mod", "go.sum", "ndis", "nicsim", "wasm", "web"}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); name[0] != '.' && !slices.Contains(want, name) {
			t.Errorf("%s stands at the top level", name)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, s := range sources(t) {
		text, err := os.ReadFile(root + path.Dir(s.path) + "/doc.go")
		if err != nil {
			t.Errorf("%s: %v", path.Dir(s.path), err)
			continue
		}
		if !regexp.MustCompile(`(?m)^// (Package|Command) \w+ \S`).Match(text) {
			t.Errorf("%s/doc.go does not begin with what the package is", path.Dir(s.path))
		}
	}
}

// foreign is what has no place in the tree: paths of a machine, hosts of package
// registries, things left open. The patterns are in pieces so that this file
// does not hold what it looks for.
var foreign = []*regexp.Regexp{
	regexp.MustCompile(`/(work|root|home/\w+)` + `/`),
	regexp.MustCompile(`\.\./` + `shared\b`),
	regexp.MustCompile(`registry\.` + `npmjs|proxy\.` + `golang\.org|goproxy\.` + `io`),
	regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`),
	regexp.MustCompile(`(?i)\bissue ` + `#?\d`),
}

func TestTheProjectSpeaksOfItselfAlone(t *testing.T) {
	for _, file := range files(t) {
		if path.Ext(file) == ".png" {
			continue
		}
		text, err := os.ReadFile(root + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, pattern := range foreign {
			if found := pattern.FindString(string(text)); found != "" {
				t.Errorf("%s: %q", file, found)
			}
		}
	}
}

func TestTheModuleNeedsWhatItIsMadeOf(t *testing.T) {
	text, err := os.ReadFile(root + "go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		name, version, ok := strings.Cut(strings.TrimSpace(line), " v")
		if !ok || strings.HasSuffix(line, "// indirect\n") {
			continue
		}
		want := map[string]string{"github.com/maxence-charriere/go-app/v10": "10.1.11", "github.com/hack-pad/safejs": "0.1.0", "github.com/gopacket/gopacket": "1.7.7"}
		if want[strings.TrimPrefix(name, "require ")] != version {
			t.Errorf("go.mod: %s", line)
		}
	}
}

func TestTheReadmeNamesTargetsAndFoldersThatExist(t *testing.T) {
	readme, err := os.ReadFile(root + "README.md")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile(root + "Makefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := regexp.MustCompile(`(?m)(?:^|`+"`"+`)make ([a-z]+)`).FindAllStringSubmatch(string(readme), -1)
	for _, m := range targets {
		if !strings.Contains(string(makefile), "\n"+m[1]+":") {
			t.Errorf("README.md: there is no make %s", m[1])
		}
	}
	places := regexp.MustCompile("`((?:ndis|nicsim|app|wasm|web)/[^` ]*)`").FindAllStringSubmatch(string(readme), -1)
	for _, m := range places {
		if _, err := os.Stat(root + m[1]); err != nil {
			t.Errorf("README.md: %v", err)
		}
	}
	if len(targets) < 5 || len(places) < 15 {
		t.Errorf("only %d targets and %d places were found", len(targets), len(places))
	}
}

func TestScriptsKnowEveryCodeOfAMistake(t *testing.T) {
	text, err := os.ReadFile(root + "wasm/api/ndis.d.ts")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, m := range regexp.MustCompile(`(?m)^  \| "([a-z0-9-]+)"`).FindAllStringSubmatch(string(text), -1) {
		listed = append(listed, m[1])
	}
	words, err := os.ReadFile(root + "nicsim/rulebook/en.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"load-failed"} // the loader's own: there is no Go program yet
	for _, m := range regexp.MustCompile(`(?m)^error ([a-z0-9-]+)`).FindAllStringSubmatch(string(words), -1) {
		want = append(want, m[1])
	}
	slices.Sort(want)
	if !slices.Equal(listed, want) {
		t.Errorf("ndis.d.ts lists %q, want %q", listed, want)
	}
}

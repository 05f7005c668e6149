package scenario

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheLibraryIsItsFolder(t *testing.T) {
	paths, err := filepath.Glob("library/*")
	if err != nil || len(paths) == 0 {
		t.Fatal(len(paths), err)
	}
	missing := map[string]string{}
	for _, theme := range themes() {
		missing["library/"+theme.file+".txt"] = theme.text
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if missing[path] != string(text) {
			t.Errorf("%s is not embedded", path)
		}
		delete(missing, path)
	}
	if len(missing) > 0 || len(themes()) != len(paths) {
		t.Errorf("%d texts are embedded, the folder has %d", len(themes()), len(paths))
	}
}

func TestNamesOfTheLibraryAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range Library() {
		if seen[e.Name] {
			t.Errorf("%s stands twice", e.Name)
		}
		seen[e.Name] = true
	}
}

package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheLibraryIsItsFolder(t *testing.T) {
	paths, err := filepath.Glob("library/*")
	if err != nil || len(paths) == 0 {
		t.Fatal(len(paths), err)
	}
	missing := map[string]bool{}
	for _, text := range libraryTexts() {
		missing[text] = true
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(path, ".txt") || !missing[string(text)] {
			t.Errorf("%s is not embedded", path)
		}
		delete(missing, string(text))
	}
	if len(missing) > 0 || len(libraryTexts()) != len(paths) {
		t.Errorf("%d texts are embedded, the folder has %d", len(libraryTexts()), len(paths))
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

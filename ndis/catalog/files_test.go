package catalog

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTheListOfFilesIsTheFolder(t *testing.T) {
	paths, err := filepath.Glob("structures/*")
	if err != nil || len(paths) == 0 {
		t.Fatal(len(paths), err)
	}
	var folder []structureFile
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, ok := strings.CutSuffix(filepath.Base(path), ".txt")
		if !ok {
			t.Errorf("%s is no .txt", path)
		}
		folder = append(folder, structureFile{name, new(string(text))})
	}
	byName := func(a, b structureFile) int { return strings.Compare(a.name, b.name) }
	slices.SortFunc(folder, byName)
	list := structureFiles
	if got, want := fileNames(list), fileNames(folder); !slices.Equal(got, want) {
		t.Fatalf("the list has\n%v, the folder\n%v", got, want)
	}
	for i := range list {
		if *list[i].text != *folder[i].text {
			t.Errorf("%s is embedded with the text of another file", list[i].name)
		}
	}
}

func fileNames(files []structureFile) []string {
	var names []string
	for _, f := range files {
		names = append(names, f.name)
	}
	return names
}

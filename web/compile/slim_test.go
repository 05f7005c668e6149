package compile

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The program uses what the function table is for: garbage collection finds
// pointers on deep stacks, deferred calls run, and a panic prints a trace.
const sample = `package main

import "runtime"

type node struct {
	next *node
	text []byte
}

func grow(depth int, list *node) int {
	kept := &node{list, make([]byte, 1000)}
	if depth == 0 {
		runtime.GC()
		return len(kept.text)
	}
	return grow(depth-1, kept) + len(kept.next.text)
}

func caught() (text string) {
	defer func() { text = recover().(error).Error() }()
	var none []int
	return string(rune(none[len(text)+3]))
}

func fails() {
	var m map[string]int
	m["a"]++
}

func main() {
	println(grow(2000, &node{text: []byte("end")}), caught())
	_, _, line, known := runtime.Caller(0)
	println("line known:", known && line > 0)
	fails()
}
`

func TestSlimProgramRunsAsBefore(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module sample\n\ngo 1.26\n")
	write(t, filepath.Join(dir, "main.go"), sample)
	whole := filepath.Join(dir, "whole.wasm")
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", whole, ".")
	build.Dir = dir
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	small, err := slim(program)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "small.wasm"), string(small))

	before, after := runs(t, whole), runs(t, filepath.Join(dir, "small.wasm"))
	for _, want := range []string{"2000003 ", "index out of range [3]", "assignment to entry in nil map", "main.fails"} {
		if !strings.Contains(before, want) || !strings.Contains(after, want) {
			t.Errorf("%q is not in both:\n%s\nslim:\n%s", want, before, after)
		}
	}
	if !strings.Contains(before, "line known: true") || !strings.Contains(after, "line known: false") {
		t.Errorf("line numbers are not what slim takes:\n%s\nslim:\n%s", before, after)
	}
}

func TestSlimRefusesWhatItDoesNotKnow(t *testing.T) {
	for name, input := range map[string][]byte{
		"nothing":             nil,
		"another file":        []byte("\x7fELF and more"),
		"a cut section":       []byte("\x00asm\x01\x00\x00\x00\x0b\x7f"),
		"a passive segment":   module([]section{{dataSection, []byte{1, 1, 0}}}),
		"two over each other": module([]section{{dataSection, dataBody([]segment{{16, []byte("text")}, {18, []byte("text")}})}}),
		"no function table":   module([]section{{dataSection, dataBody([]segment{{16, []byte("text")}})}}),
		"another Go's table":  module([]section{{dataSection, dataBody([]segment{{16, bytes.Repeat(functionsHead, 40)}})}}),
	} {
		if out, err := slim(input); err == nil {
			t.Errorf("%s: became %d bytes, want an error", name, len(out))
		}
	}
}

func TestSegmentsReadWhatWasWritten(t *testing.T) {
	far := near + 10
	all := []segment{{70 + far, []byte("d")}, {5, []byte("ab")}, {70, []byte("c")}}
	read, err := segments(dataBody(all))
	if err != nil || len(read) != 3 || read[2].at != 70+far || string(read[0].bytes) != "ab" {
		t.Fatalf("read %v, %v", read, err)
	}
	one := joined(read)
	if len(one) != 2 || len(one[0].bytes) != 66 || one[0].bytes[65] != 'c' || one[0].bytes[64] != 0 {
		t.Errorf("joined %v, want the first two as one with zeros between", one)
	}
}

func FuzzSlim(f *testing.F) {
	f.Add(module([]section{{dataSection, dataBody([]segment{{16, bytes.Repeat(functionsHead, 40)}})}}))
	f.Add([]byte("\x00asm\x01\x00\x00\x00\x01\x00"))
	f.Fuzz(func(t *testing.T, program []byte) {
		out, err := slim(program)
		if err != nil {
			return
		}
		if _, err := sections(out); err != nil {
			t.Errorf("what slim wrote is no module: %v", err)
		}
	})
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// runs gives what the program prints in Node.
func runs(t *testing.T, program string) string {
	t.Helper()
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(filepath.Join(root, "lib", "wasm", "go_js_wasm_exec"), program).CombinedOutput()
	if err == nil {
		t.Fatalf("the sample ended well, but its panic ends it:\n%s", out)
	}
	return string(out)
}

package compile

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
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

// missed reads through nil in the middle of calls, and comes back with what
// stood on the heap before.
func missed(list *node) (text string) {
	kept := &node{list, []byte("kept")}
	defer func() {
		runtime.GC()
		text = string(kept.text) + ": " + recover().(error).Error()
	}()
	println(len(kept.next.text), len(kept.next.next.text))
	return ""
}

// sent has a second goroutine begin and end while this one waits.
func sent() string {
	numbers, done := make(chan int), make(chan string)
	go func() {
		sum := 0
		for n := range numbers {
			runtime.Gosched()
			sum += n
		}
		done <- string(rune('A' + sum))
	}()
	for n := range 5 {
		numbers <- n
	}
	close(numbers)
	return <-done
}

//go:noinline
func fails() {
	var m map[string]int
	m["a"]++
}

func main() {
	println(grow(2000, &node{text: []byte("end")}), caught())
	println(missed(&node{}))
	println("sent", sent())
	_, _, line, known := runtime.Caller(0)
	println("line known:", known && line > 0)
	fails()
}
`

func TestSlimProgramRunsAsBefore(t *testing.T) {
	dir := t.TempDir()
	whole, program := linkSample(t, dir)
	small, err := slim(program)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "small.wasm"), string(small))

	before, after := runs(t, whole), runs(t, filepath.Join(dir, "small.wasm"))
	for _, want := range []string{"2000003 ", "kept: runtime error: invalid memory address", "sent K", "index out of range [3]", "assignment to entry in nil map", "main.fails"} {
		if !strings.Contains(before, want) || !strings.Contains(after, want) {
			t.Errorf("%q is not in both:\n%s\nslim:\n%s", want, before, after)
		}
	}
	if !strings.Contains(before, "line known: true") || !strings.Contains(after, "line known: false") {
		t.Errorf("line numbers are not what slim takes:\n%s\nslim:\n%s", before, after)
	}
}

// linkSample builds the sample as Go does.
func linkSample(t *testing.T, dir string) (name string, program []byte) {
	t.Helper()
	write(t, filepath.Join(dir, "go.mod"), "module sample\n\ngo 1.26\n")
	write(t, filepath.Join(dir, "main.go"), sample)
	name = filepath.Join(dir, "whole.wasm")
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", name, ".")
	build.Dir = dir
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return name, program
}

func TestUnusedNamesFunctionsThatAreThere(t *testing.T) {
	_, program := linkSample(t, t.TempDir())
	p := readProgram(t, program)
	for _, known := range append(slices.Clone(idle), unused...) {
		if !slices.ContainsFunc(p.functions.each, func(fn function) bool {
			return strings.HasPrefix(p.functions.name(fn), known)
		}) {
			t.Errorf("%s is not in Go's runtime", known)
		}
	}
	for name, want := range map[string]bool{
		"runtime.traceLocker.GoStart": true, "runtime.traceLocker.ok": false, "runtime.traceAdvance.func1": true,
		"runtime.traceback": false, "runtime.startm": true, "runtime.startTheWorld": false,
	} {
		if isUnused(name) != want {
			t.Errorf("%s: unused is %v, want %v", name, !want, want)
		}
	}
}

func TestCodeIsWrittenAsItWasRead(t *testing.T) {
	_, program := linkSample(t, t.TempDir())
	parts, err := sections(program)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts {
		if part.id != codeSection {
			continue
		}
		all, err := bodies(part.body)
		if err != nil || !bytes.Equal(codeBody(all), part.body) {
			t.Errorf("the code section became another: %v", err)
		}
	}
}

func TestTablesAreWrittenAsTheyWereRead(t *testing.T) {
	_, program := linkSample(t, t.TempDir())
	p := readProgram(t, program)
	before, err := p.functions.allTables()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.functions.putTables(before); err != nil {
		t.Fatal(err)
	}
	if after, err := p.functions.allTables(); err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("the tables became others: %v", err)
	}
}

func TestAddressesOnTheStackNameTheirDistance(t *testing.T) {
	stack := instruction{opGet, []byte{localStack}}
	extend, wrap := instruction{opExtend, nil}, instruction{opWrap, nil}
	sum := []instruction{stack, extend, signedOf(opConst64, 40), {opAdd64, nil}, wrap}
	end := instruction{opEnd, nil}
	for name, c := range map[string]struct{ code, want []instruction }{
		"a load": {
			append(slices.Clone(sum), memoryAccess(opLoadWord, 2, 8), end),
			[]instruction{stack, memoryAccess(opLoadWord, 2, 48), end},
		},
		"a store, behind its value": {
			append(slices.Clone(sum), signedOf(opConst64, 1), memoryAccess(opStore, 3, 0), end),
			[]instruction{stack, signedOf(opConst64, 1), memoryAccess(opStore, 3, 40), end},
		},
		"an address that a call takes": {
			append(slices.Clone(sum), unsignedOf(opCall, 3), end),
			[]instruction{stack, signedOf(opConst, 40), {opAdd, nil}, unsignedOf(opCall, 3), end},
		},
		"an address in 64 bits": {
			[]instruction{stack, extend, unsignedOf(opCall, 3), end},
			[]instruction{stack, extend, unsignedOf(opCall, 3), end},
		},
	} {
		want := append(slices.Clone(functionHead), c.want...)
		got := addressed(append(slices.Clone(functionHead), c.code...))
		if a, b := (body{code: got}).text(), (body{code: want}).text(); !bytes.Equal(a, b) {
			t.Errorf("%s: % x, want % x", name, a, b)
		}
	}
}

// blocksOf is a function with three blocks: the table finds them by the places 0,
// 1 and 2, and each has its own code.
func blocksOf(each ...[]instruction) []instruction {
	block, end := instruction{opBlock, []byte{emptyBlock}}, instruction{opEnd, nil}
	code := append(slices.Clone(functionHead), instruction{opLoop, []byte{emptyBlock}}, block, block, block,
		unsignedOf(opGet, localPlace), branchTable([]int{0, 1, 2}))
	for _, block := range each {
		code = append(append(code, end), block...)
	}
	return append(code, end, end)
}

func TestJumpsForwardNameTheirBlock(t *testing.T) {
	jump := func(place, loop int) []instruction {
		return []instruction{signedOf(opConst, place), unsignedOf(opSet, localPlace), unsignedOf(opBranch, loop)}
	}
	branch := func(op byte, depth int) []instruction { return []instruction{unsignedOf(op, depth)} }
	when := func(then ...instruction) []instruction {
		return append(append([]instruction{signedOf(opConst, 1), {opIf, []byte{emptyBlock}}}, then...), instruction{opEnd, nil})
	}
	for name, c := range map[string]struct{ first, second, wantFirst, wantSecond []instruction }{
		"to the next block":            {first: jump(1, 2), wantFirst: branch(opBranch, 0)},
		"over a block":                 {first: jump(2, 2), wantFirst: branch(opBranch, 1)},
		"to a place behind the table":  {first: jump(9, 2), wantFirst: branch(opBranch, 1)},
		"on a condition":               {first: when(jump(2, 3)...), wantFirst: append([]instruction{signedOf(opConst, 1)}, branch(opBranchIf, 1)...)},
		"back":                         {second: jump(0, 1), wantSecond: jump(0, 1)},
		"to its own block":             {second: jump(1, 1), wantSecond: jump(1, 1)},
		"to another loop":              {first: jump(1, 1), wantFirst: jump(1, 1)},
		"on a condition, with a value": {first: when(append(branch(opGet, localStack), jump(2, 3)...)...), wantFirst: when(append(branch(opGet, localStack), branch(opBranch, 2)...)...)},
	} {
		got, want := direct(blocksOf(c.first, c.second, nil)), blocksOf(c.wantFirst, c.wantSecond, nil)
		if a, b := coded(got), coded(want); !bytes.Equal(a, b) {
			t.Errorf("%s: % x, want % x", name, a, b)
		}
	}
}

func TestFunctionsKeepTheirEntry(t *testing.T) {
	const entry = 4660
	returning := func(to ...instruction) []instruction {
		return append(append(slices.Clone(callHead), to...), memoryAccess(opStore, 3, 0))
	}
	whole := func(place int) []instruction { return returning(signedOf(opConst64, entry<<placeBits|place)) }
	kept, add := unsignedOf(opGet, localEntry), instruction{opAdd64, nil}
	for name, c := range map[string]struct{ locals, code, wantLocals, want []byte }{
		"two calls": {
			[]byte{1, 1, typeI32}, coded(functionHead, whole(0), whole(5)),
			[]byte{2, 1, typeI32, 1, typeI64},
			coded([]instruction{signedOf(opConst64, entry<<placeBits), unsignedOf(opSet, localEntry)}, functionHead,
				returning(kept), returning(kept, signedOf(opConst64, 5), add)),
		},
		"with registers": {
			[]byte{2, 1, typeI32, 3, typeI64}, coded(functionHead, whole(0), whole(0), []instruction{unsignedOf(opTee, 2), unsignedOf(opGet, 1)}),
			[]byte{2, 1, typeI32, 4, typeI64},
			coded([]instruction{signedOf(opConst64, entry<<placeBits), unsignedOf(opSet, localEntry)}, functionHead,
				returning(kept), returning(kept), []instruction{unsignedOf(opTee, 3), unsignedOf(opGet, 1)}),
		},
		"one call": {
			[]byte{1, 1, typeI32}, coded(functionHead, whole(0)),
			[]byte{1, 1, typeI32}, coded(functionHead, whole(0)),
		},
		"other locals": {
			[]byte{1, 2, typeI32}, coded(functionHead, whole(0), whole(5)),
			[]byte{1, 2, typeI32}, coded(functionHead, whole(0), whole(5)),
		},
	} {
		got := withEntry(body{c.locals, decoded(t, c.code)}, entry)
		if !bytes.Equal(got.locals, c.wantLocals) || !bytes.Equal(coded(got.code), c.want) {
			t.Errorf("%s: locals % x and % x, want % x and % x", name, got.locals, coded(got.code), c.wantLocals, c.want)
		}
	}
}

func TestTidiedCodeDoesTheSame(t *testing.T) {
	get, set, tee := unsignedOf(opGet, 3), unsignedOf(opSet, 3), unsignedOf(opTee, 3)
	one, drop, other := signedOf(opConst64, 1), instruction{opDrop, nil}, unsignedOf(opGet, 4)
	for name, c := range map[string]struct{ code, want []instruction }{
		"written, then read":          {[]instruction{one, set, get, drop}, []instruction{one, tee, drop}},
		"kept, then written":          {[]instruction{one, tee, set}, []instruction{one, set}},
		"read, then written":          {[]instruction{get, set, one}, []instruction{one}},
		"written, another read":       {[]instruction{one, set, other}, []instruction{one, set, other}},
		"read twice":                  {[]instruction{get, get}, []instruction{get, get}},
		"nothing":                     {[]instruction{{opNothing, nil}, one, {opNothing, nil}}, []instruction{one}},
		"written with nothing behind": {[]instruction{one, set}, []instruction{one, set}},
	} {
		if got := tidied(c.code); !bytes.Equal(coded(got), coded(c.want)) {
			t.Errorf("%s: % x, want % x", name, coded(got), coded(c.want))
		}
	}
}

// coded is code as it is written.
func coded(parts ...[]instruction) (text []byte) {
	for _, part := range parts {
		for _, x := range part {
			text = append(append(text, x.op), x.args...)
		}
	}
	return text
}

// decoded reads what coded wrote.
func decoded(t *testing.T, text []byte) []instruction {
	t.Helper()
	r := &reader{rest: append([]byte{0}, text...)} // no locals
	b := r.body()
	if r.failed {
		t.Fatalf("% x is no code", text)
	}
	return b.code
}

func readProgram(t *testing.T, program []byte) linked {
	t.Helper()
	parts, err := sections(program)
	if err != nil {
		t.Fatal(err)
	}
	var code, data []byte
	for _, part := range parts {
		switch part.id {
		case codeSection:
			code = part.body
		case dataSection:
			data = part.body
		}
	}
	p, err := read(parts, code, data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSlimRefusesWhatItDoesNotKnow(t *testing.T) {
	for name, input := range map[string][]byte{
		"nothing":             nil,
		"another file":        []byte("\x7fELF and more"),
		"a cut section":       []byte("\x00asm\x01\x00\x00\x00\x0b\x7f"),
		"a passive segment":   module([]section{{codeSection, []byte{0}}, {dataSection, []byte{1, 1, 0}}}),
		"two over each other": module([]section{{codeSection, []byte{0}}, {dataSection, dataBody([]segment{{16, []byte("text")}, {18, []byte("text")}})}}),
		"no function table":   module([]section{{codeSection, []byte{0}}, {dataSection, dataBody([]segment{{16, []byte("text")}})}}),
		"another Go's table":  module([]section{{codeSection, []byte{0}}, {dataSection, dataBody([]segment{{16, bytes.Repeat(functionsHead, 40)}})}}),
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
	f.Add(module([]section{{codeSection, []byte{0}}, {dataSection, dataBody([]segment{{16, bytes.Repeat(functionsHead, 40)}})}}))
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

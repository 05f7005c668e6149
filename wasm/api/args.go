//go:build js && wasm

package main

import (
	"strings"

	"github.com/hack-pad/safejs"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/nicsim/scenario"
)

// Codes of mistakes in calls of the API.
const (
	// codeMissing: an argument that must be there is not.
	codeMissing ndis.Code = "argument-missing"
	// codeUnreadable: no value that could cross the border (a function, a cycle,
	// a getter that throws), or too much of it.
	codeUnreadable ndis.Code = "argument-unreadable"
	// codeInternal: our fault.
	codeInternal ndis.Code = "internal"
)

// arguments is a call's argument as leaves, in their order.
type arguments struct {
	leaves []scenario.Leaf
	byPath map[string]ndis.Value
	box    safejs.Value // holds the bytes that lines only name, and takes those of the answer
}

// kinds are the letters with which glue.js says what a leaf is.
var kinds = map[string]ndis.ValueKind{
	"s": ndis.ValueString, "n": ndis.ValueNumber, "b": ndis.ValueBool, "z": ndis.ValueNull,
	"o": ndis.ValueObject, "a": ndis.ValueArray, "t": ndis.ValueText, "y": valueBytes,
}

// valueBytes is a leaf of bytes: "Uint8Array#2" is the third of the box.
const valueBytes ndis.ValueKind = 100

// readArguments reads lines of path, kind and text, set apart by tabs.
func readArguments(lines string, box safejs.Value) (*arguments, error) {
	a := &arguments{byPath: map[string]ndis.Value{}, box: box}
	for line := range strings.SplitSeq(lines, "\n") {
		if line == "" {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != 3 {
			return nil, ndis.NewError(codeInternal, "line")
		}
		path := unescape(parts[0])
		kind, ok := kinds[parts[1]]
		if !ok {
			return nil, ndis.NewError(codeUnreadable, parts[2]).In(path)
		}
		v := ndis.Value{Kind: kind, Text: unescape(parts[2])}
		a.leaves = append(a.leaves, scenario.Leaf{Path: path, Value: v})
		a.byPath[path] = v
	}
	return a, nil
}

// unescape undoes what glue.js does to keep a value on its line.
func unescape(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\\' && i+1 < len(text) {
			i++
			c = map[byte]byte{'t': '\t', 'n': '\n', '\\': '\\'}[text[i]]
		}
		b.WriteByte(c)
	}
	return b.String()
}

// known checks that each leaf is below one of the keys; "*" takes all.
func (a *arguments) known(keys []string) error {
	if len(keys) == 1 && keys[0] == "*" {
		return nil
	}
	for _, leaf := range a.leaves {
		switch {
		case leaf.Path != "":
		case leaf.Value.Kind == ndis.ValueObject:
			continue
		default:
			return ndis.NewError(ndis.CodeTypeWrong, leaf.Value.Text, "object")
		}
		if !below(leaf.Path, keys) && !(leaf.Value.Kind == ndis.ValueObject && above(leaf.Path, keys)) {
			return ndis.NewError(ndis.CodeKeyUnknown, leaf.Path).Suggest(ndis.Nearest(leaf.Path, keys)...).In(leaf.Path)
		}
	}
	return nil
}

func below(path string, keys []string) bool {
	for _, key := range keys {
		if rest, ok := strings.CutPrefix(path, key); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return true
		}
	}
	return false
}

// above reports whether one of the keys is below the path.
func above(path string, keys []string) bool {
	for _, key := range keys {
		if strings.HasPrefix(key, path+".") {
			return true
		}
	}
	return false
}

// below reports whether anything is given at the key or inside it.
func (a *arguments) below(key string) bool {
	for _, leaf := range a.leaves {
		if below(leaf.Path, []string{key}) {
			return true
		}
	}
	return false
}

func (a *arguments) has(path string) bool {
	_, ok := a.byPath[path]
	return ok
}

// says reports whether a path has a value that is not null.
func (a *arguments) says(path string) bool {
	v, ok := a.byPath[path]
	return ok && v.Kind != ndis.ValueNull
}

// text is a string that must be there.
func (a *arguments) text(path string) (string, error) {
	v, ok := a.byPath[path]
	if !ok {
		return "", ndis.NewError(codeMissing, path).In(path)
	}
	text, err := v.AsText()
	return text, at(err, path)
}

// int is a whole number up to most, or the default where it is not there.
func (a *arguments) int(path string, most, otherwise int) (int, error) {
	v, ok := a.byPath[path]
	if !ok {
		return otherwise, nil
	}
	if v.Kind != ndis.ValueNumber {
		return 0, ndis.NewError(ndis.CodeTypeWrong, v.Text, "number").In(path)
	}
	n, err := v.AsInt(most)
	return n, at(err, path)
}

// at puts an error that has no place at a path.
func at(err error, path string) error {
	if e, ok := err.(*ndis.Error); ok && e.At == "" {
		return e.In(path)
	}
	return err
}

// parsed reads a string with a parser, or gives the default where it is not
// there.
func parsed[T any](a *arguments, path string, parse func(string) (T, error), otherwise T) (T, error) {
	v, ok := a.byPath[path]
	if !ok {
		return otherwise, nil
	}
	text, err := v.AsText()
	if err != nil {
		return otherwise, typeError(v, path)
	}
	value, err := parse(text)
	if err != nil {
		return otherwise, at(err, path)
	}
	return value, nil
}

// typeError says that a string was due; a number that perhaps was a version is
// told which.
func typeError(v ndis.Value, path string) error {
	e := ndis.NewError(ndis.CodeTypeWrong, v.Text, "string").In(path)
	if _, err := ndis.ParseListed(v.Text); v.Kind == ndis.ValueNumber && strings.HasPrefix(v.Text, "6") {
		if near, ok := err.(*ndis.Error); ok {
			return e.Suggest(near.Suggestions...)
		}
		return e.Suggest(v.Text)
	}
	return e
}

func (a *arguments) arch() (ndis.Arch, error) {
	return parsed(a, "arch", ndis.ParseArch, ndis.X64)
}

// version is a version that exists, zero where none was given.
func (a *arguments) version(path string) (ndis.Version, error) {
	return parsed(a, path, ndis.ParseListed, 0)
}

// structure is the structure that must be named.
func (a *arguments) structure() (*catalog.Structure, error) {
	name, err := a.text("structure")
	if err != nil {
		return nil, err
	}
	s, err := catalog.Lookup(name)
	return s, at(err, "structure")
}

// layout is the layout that structure, revision, version and arch ask for.
func (a *arguments) layout() (*catalog.Layout, error) {
	s, err := a.structure()
	if err != nil {
		return nil, err
	}
	return a.layoutAt(s, "")
}

// layoutAt is the layout that revision, version and arch below a path ask for.
func (a *arguments) layoutAt(s *catalog.Structure, path string) (*catalog.Layout, error) {
	o := catalog.Options{}
	var err error
	if o.Arch, err = parsed(a, path+"arch", ndis.ParseArch, ndis.X64); err != nil {
		return nil, err
	}
	if o.Version, err = a.version(path + "version"); err != nil {
		return nil, err
	}
	if o.Revision, err = a.int(path+"revision", 255, 0); err != nil {
		return nil, err
	}
	if o.Revision == 0 && a.has(path+"revision") {
		return nil, ndis.NewError(catalog.CodeRevisionUnknown, s.Name, "0").In(path + "revision")
	}
	l, err := s.Layout(o)
	if e, ok := err.(*ndis.Error); ok {
		at := map[ndis.Code]string{catalog.CodeRevisionUnknown: "revision", catalog.CodeVersionTooLow: "version"}[e.Code]
		return nil, e.In(path + at)
	}
	return l, err
}

package inf

import (
	"slices"
	"strconv"
	"strings"
)

// Keyword is a parameter under Ndi\params: what the Advanced page of a card's
// properties shows.
type Keyword struct {
	Name     string
	At       Place // where it is first mentioned
	Text     Value // ParamDesc
	Type     Value // int, long, word, dword, edit, enum
	Default  Value
	Min      Value
	Max      Value
	Step     Value
	Base     Value // 10 or 16
	Optional Value // "1": need not be there
	Choices  []Choice
}

// Choice is a value of an enum and its text.
type Choice struct {
	Value string
	Text  Value
}

// set takes a value of the keyword's key, or of its enum.
func (k *Keyword) set(choice bool, name, v Value) {
	if choice {
		k.Choices = append(k.Choices, Choice{name.Text, v})
		return
	}
	for _, m := range k.members() {
		if strings.EqualFold(m.name, name.Text) {
			*m.value = v
		}
	}
}

type member struct {
	name  string
	value *Value
}

func (k *Keyword) members() []member {
	return []member{
		{"ParamDesc", &k.Text}, {"Type", &k.Type}, {"Default", &k.Default}, {"Min", &k.Min}, {"Max", &k.Max},
		{"Step", &k.Step}, {"Base", &k.Base}, {"Optional", &k.Optional},
	}
}

// keywordType is a type of keywords, and whether its values are numbers.
type keywordType struct {
	name    string
	numeric bool
}

var keywordTypes = []keywordType{{"int", true}, {"long", true}, {"word", true}, {"dword", true}, {"edit", false}, {"enum", false}}

// Numeric reports whether the keyword's values are numbers with limits.
func (k *Keyword) Numeric() bool {
	return slices.ContainsFunc(keywordTypes, func(t keywordType) bool { return t.numeric && strings.EqualFold(t.name, k.Type.Text) })
}

// Number reads a value of the keyword, in its base.
func (k *Keyword) Number(v Value) (int64, bool) {
	base, _ := strconv.Atoi(k.Base.Text)
	return number(v.Text, base)
}

// number reads a whole number, of base 10 or 16, or as it is spelled.
func number(text string, base int) (int64, bool) {
	digits := strings.ToLower(strings.TrimSpace(text))
	negative := strings.HasPrefix(digits, "-")
	digits = strings.TrimPrefix(digits, "-")
	if hex, ok := strings.CutPrefix(digits, "0x"); ok {
		digits, base = hex, 16
	} else if base != 16 {
		base = 10
	}
	n, err := strconv.ParseUint(digits, base, 63)
	if negative {
		return -int64(n), err == nil
	}
	return int64(n), err == nil
}

// check notes what a keyword lacks, and where it contradicts itself.
func (f *File) check(k *Keyword) {
	for _, m := range k.members()[:2] {
		if !m.value.Given() {
			f.found.add(CodeValueMissing, k.At, k.Name, m.name)
		}
	}
	switch {
	case k.Numeric():
		f.checkNumbers(k)
	case strings.EqualFold(k.Type.Text, "enum"):
		f.checkChoices(k)
	case k.Type.Given() && !strings.EqualFold(k.Type.Text, "edit") && f.found.add(CodeTypeUnknown, k.Type.At, k.Type.Text, k.Name):
		for _, t := range keywordTypes {
			f.found.suggest(append(f.found[len(f.found)-1].Suggestions, t.name)...)
		}
	}
}

func (f *File) checkNumbers(k *Keyword) {
	for _, m := range k.members()[2:6] {
		if _, ok := k.Number(*m.value); m.value.Given() && m.value.Text != "" && !ok {
			f.found.add(CodeNumber, m.value.At, k.Name, m.name, m.value.Text)
		}
	}
	least, hasLeast := k.Number(k.Min)
	most, hasMost := k.Number(k.Max)
	value, ok := k.Number(k.Default)
	if ok && (hasLeast && value < least || hasMost && value > most) {
		f.found.add(CodeRange, k.Default.At, k.Name, k.Default.Text, k.Min.Text+".."+k.Max.Text)
	}
}

func (f *File) checkChoices(k *Keyword) {
	var values []string
	for _, c := range k.Choices {
		values = append(values, c.Value)
	}
	switch {
	case len(values) == 0:
		f.found.add(CodeValueMissing, k.At, k.Name, "enum")
	case k.Default.Given() && !slices.Contains(values, k.Default.Text) && f.found.add(CodeChoice, k.Default.At, k.Name, k.Default.Text):
		f.found.suggest(values[:min(len(values), 8)]...)
	}
}

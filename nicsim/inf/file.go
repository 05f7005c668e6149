package inf

import "strings"

// File is an INF file.
type File struct {
	Encoding Encoding
	Sections []Section
	Devices  []Device

	index   map[string]int    // of Sections, by name in lower case
	strings map[string]string // by name in lower case
	room    int               // how many bytes %names% may still become
	found   problems
	guesses int // how many more names are looked for
}

// Parse reads a file. The languages say which of its [Strings.xxxx] to prefer,
// best first, such as "0411" for Japanese; [Strings] has what they lack. A text
// without devices, such as some lines of a section, has one Device that stands
// for all of it.
func Parse(b []byte, languages ...string) (*File, []Problem) {
	cut := len(b) > maxBytes
	if cut {
		b = b[:maxBytes]
	}
	text, encoding := decode(b)
	s := scan(text)
	f := &File{Encoding: encoding, Sections: s.sections, index: s.index, found: s.problems, guesses: maxGuesses}
	if cut {
		f.found.add(CodeTooLong, s.place)
	}
	if at := strings.IndexAny(text, "\ufffd\x00"); at >= 0 {
		f.found.add(CodeNotText, placeOf(text, at))
	}
	f.room = 4*len(text) + 1<<16
	f.readStrings(languages)
	f.readDevices()
	return f, f.take()
}

// take hands out the problems that were found since the last time.
func (f *File) take() []Problem {
	found := f.found
	f.found = nil
	return found
}

func placeOf(text string, at int) Place {
	line := int32(strings.Count(text[:at], "\n"))
	column := int32(len([]rune(text[strings.LastIndexByte(text[:at], '\n')+1 : at])))
	return Place{line + 1, column + 1}
}

// Section looks a section up by its name; case does not count.
func (f *File) Section(name string) *Section {
	if i, ok := f.index[strings.ToLower(name)]; ok {
		return &f.Sections[i]
	}
	return nil
}

// Entry is the value behind a key of a section, such as "Class" of "Version".
func (f *File) Entry(section, key string) (Value, bool) {
	if s := f.Section(section); s != nil {
		for _, l := range s.Lines {
			if l.Key.Given() && strings.EqualFold(l.Key.Text, key) {
				return f.resolved(l.Values[0]), true
			}
		}
	}
	return Value{}, false
}

// readStrings fills the table of strings, what is preferred first.
func (f *File) readStrings(languages []string) {
	f.strings = map[string]string{}
	for _, l := range languages {
		f.addStrings(f.Section("Strings." + l))
	}
	f.addStrings(f.Section("Strings"))
	for i := range f.Sections {
		if strings.HasPrefix(strings.ToLower(f.Sections[i].Name), "strings.") {
			f.addStrings(&f.Sections[i])
		}
	}
}

func (f *File) addStrings(s *Section) {
	if s == nil {
		return
	}
	for _, l := range s.Lines {
		key := strings.ToLower(l.Key.Text)
		if _, known := f.strings[key]; !known && l.Key.Given() {
			f.strings[key] = l.Values[0].Text
		}
	}
}

// resolved is a value with its %names% replaced. "%%" is "%", numbers stand for
// folders and stay, and so does what is no name.
func (f *File) resolved(v Value) Value {
	if strings.IndexByte(v.Text, '%') < 0 {
		return v
	}
	var text []byte
	rest := v.Text
	for {
		before, behind, open := strings.Cut(rest, "%")
		text = append(text, before...)
		name, after, closed := strings.Cut(behind, "%")
		if !closed {
			if open {
				text = append(append(text, '%'), behind...)
			}
			return Value{string(text), v.At}
		}
		replaced := f.replaced(name, v.At)
		if f.room -= len(replaced); f.room < 0 {
			f.found.add(CodeTooLong, v.At)
			return v
		}
		text = append(text, replaced...)
		rest = after
	}
}

// replaced is what stands for %name%.
func (f *File) replaced(name string, at Place) string {
	if name == "" {
		return "%"
	}
	if text, ok := f.strings[strings.ToLower(name)]; ok {
		return text
	}
	if strings.Trim(name, "-0123456789") != "" && f.found.add(CodeStringMissing, at, name) {
		f.found.suggest(f.nearestString(name)...)
	}
	return "%" + name + "%"
}

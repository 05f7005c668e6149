//go:build js && wasm

package main

import (
	"math"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/inf"
	"ndisplayground/nicsim/rulebook"
)

// nics lists the network cards that are known by name.
func nics(a *arguments, w *writer) error {
	lang, err := parsed(a, "lang", rulebook.ParseLang, rulebook.English)
	if err != nil {
		return err
	}
	w.open('[')
	for _, p := range hardware.Profiles() {
		w.open('{')
		w.pair("name", p.Name)
		w.pair("title", rulebook.NIC(p.Name, lang))
		w.orNull("source", p.Source)
		w.orNull("doubt", p.Doubt)
		w.list("breaks", len(p.Breaks), func(i int) {
			w.pair("rule", p.Breaks[i].Rule)
			w.pair("why", p.Breaks[i].Why)
		})
		w.close('}')
	}
	w.close(']')
	return nil
}

// keywords lists the keywords of the registry that are standardized.
func keywords(_ *arguments, w *writer) error {
	w.open('[')
	for _, k := range hardware.Keywords() {
		w.open('{')
		w.pair("name", k.Name)
		w.intUnless("default", k.Default, k.Default == hardware.NoDefault)
		w.list("choices", len(k.Choices), func(i int) {
			w.intPair("value", k.Choices[i].Value)
			w.pair("text", k.Choices[i].Text)
		})
		w.intUnless("least", k.Least, k.Most < k.Least)
		w.intUnless("most", k.Most, k.Most < k.Least || k.Most == math.MaxInt32)
		w.key("offload")
		w.bool(k.Switches())
		w.close('}')
	}
	w.close(']')
	return nil
}

// intUnless writes a number, or null.
func (w *writer) intUnless(name string, n int, null bool) {
	if null {
		w.orNull(name, "")
		return
	}
	w.intPair(name, n)
}

// infOf reads an INF file.
func infOf(a *arguments, w *writer) error {
	bytes, err := a.bytes()
	if err == nil && !a.below("bytes") {
		var text string
		text, err = a.text("text")
		bytes = []byte(text)
	}
	if err != nil {
		return err
	}
	f, problems := inf.Parse(bytes)
	r := installing{File: f, writer: w, places: map[string]int{}}
	w.open('{')
	w.pair("encoding", string(f.Encoding))
	w.list("devices", len(f.Devices), func(i int) { r.device(&f.Devices[i]) })
	w.list("installs", len(r.installs), func(i int) {
		more, remarks := r.install(f.Devices[r.installs[i]])
		problems = append(problems, more...)
		r.remarks = append(r.remarks, remarks...)
	})
	for i := range problems {
		r.remarks = append(r.remarks, spoken(&problems[i]))
	}
	w.list("problems", len(r.remarks), func(i int) {
		w.code(r.remarks[i])
		w.pair("at", r.remarks[i].At)
		w.key("suggestions")
		w.texts(r.remarks[i].Suggestions)
	})
	w.close('}')
	return nil
}

// mostKeywords bounds the keywords of a file: each install repeats those of the
// sections that it shares with others.
const mostKeywords = 1 << 16

// installing is a file that is being written: devices that install the same
// share it.
type installing struct {
	*inf.File
	*writer
	installs []int          // the first device of each
	places   map[string]int // in installs
	remarks  []*ndis.Error
	written  int // keywords
}

func (r *installing) device(d *inf.Device) {
	key := d.Install + "\n" + d.Target
	index, ok := r.places[key]
	if !ok {
		index = len(r.installs)
		r.places[key] = index
		for i := range r.Devices {
			if &r.Devices[i] == d {
				r.installs = append(r.installs, i)
			}
		}
	}
	r.pair("name", d.Name)
	r.pair("manufacturer", d.Manufacturer)
	r.orNull("target", d.Target)
	r.key("ids")
	r.texts(d.IDs)
	r.pair("at", place(d.At))
	r.intPair("install", index)
}

// place is "line:column", "" for nowhere.
func place(p inf.Place) string {
	if p.Line == 0 {
		return ""
	}
	return itoa(int(p.Line)) + ":" + itoa(int(p.Column))
}

func spoken(p *inf.Problem) *ndis.Error {
	return ndis.NewError(ndis.Code(p.Code), p.Args...).Suggest(p.Suggestions...).In(place(p.At))
}

// install writes what a device installs; nothing of it where there was too much
// before.
func (r *installing) install(d inf.Device) ([]inf.Problem, []*ndis.Error) {
	in, problems := &inf.Install{Section: d.Install, At: d.At}, []inf.Problem{{Code: inf.CodeTooLong, At: d.At}}
	if r.written < mostKeywords {
		in, problems = r.Install(d)
	}
	r.written += len(in.Keywords) + len(in.Values)
	settings, remarks := hardware.FromInstall(in)
	r.pair("section", in.Section)
	r.pair("at", place(in.At))
	r.list("values", len(in.Values), func(i int) {
		r.pair("name", in.Values[i].Name)
		r.stated(in.Values[i].Value)
	})
	r.list("parameters", len(in.Keywords), func(i int) { r.keyword(&in.Keywords[i]) })
	r.key("keywords")
	r.open('{')
	for _, s := range settings {
		r.theirs(s.Name)
		r.text(s.Value)
	}
	r.close('}')
	return problems, remarks
}

func (r *installing) keyword(k *inf.Keyword) {
	r.pair("name", k.Name)
	r.pair("at", place(k.At))
	for _, m := range []struct {
		name  string
		value inf.Value
	}{
		{"text", k.Text}, {"type", k.Type}, {"default", k.Default}, {"min", k.Min}, {"max", k.Max},
		{"step", k.Step}, {"base", k.Base}, {"optional", k.Optional},
	} {
		r.key(m.name)
		if !m.value.Given() {
			r.null()
			continue
		}
		r.open('{')
		r.stated(m.value)
		r.close('}')
	}
	r.list("choices", len(k.Choices), func(i int) {
		r.pair("value", k.Choices[i].Value)
		r.pair("text", k.Choices[i].Text.Text)
		r.pair("at", place(k.Choices[i].Text.At))
	})
}

// stated writes a value and where it stands.
func (w *writer) stated(v inf.Value) {
	w.pair("value", v.Text)
	w.pair("at", place(v.At))
}

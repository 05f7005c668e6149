package inf

import "testing"

// FuzzParse looks for a text that ends in a panic, that takes too long, or whose
// places lie outside it.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"card.inf", "broken.inf"} {
		f.Add(read(f, name))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		file, problems := Parse(b, "0411")
		for i, d := range file.Devices {
			if i == 20 {
				break
			}
			in, more := file.Install(d)
			problems = append(problems, more...)
			for _, s := range in.Settings() {
				if s.Name != "" && s.Value.At.Line < 1 {
					t.Errorf("%+v stands nowhere", s)
				}
			}
		}
		for _, p := range problems {
			if p.At.Line < 1 || p.At.Column < 1 || int(p.At.Line) > len(b)+1 {
				t.Errorf("%v", &p)
			}
		}
	})
}

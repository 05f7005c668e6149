package inf

import (
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// card is the install of a device of card.inf.
func card(t *testing.T, device int, languages ...string) *Install {
	t.Helper()
	f, problems := Parse(read(t, "card.inf"), languages...)
	in, more := f.Install(f.Devices[device])
	if len(problems)+len(more) > 0 {
		t.Fatal(problems, more)
	}
	return in
}

func (i *Install) named(name string) Keyword {
	for _, k := range i.Keywords {
		if k.Name == name {
			return k
		}
	}
	return Keyword{}
}

func TestDevicesHaveTheirTargetsAndIDs(t *testing.T) {
	f, _ := Parse(read(t, "card.inf"))
	want := []Device{
		{"A card", "Maker of cards", "NTamd64.10.0...16299", "Card.ndi", []string{`PCI\VEN_1234&DEV_0001`, `PCI\VEN_1234&DEV_0002`}, Place{14, 1}},
		{`The "small" card`, "Maker of cards", "NTamd64.10.0...16299", "Small.ndi", []string{`PCI\VEN_1234&DEV_0003`}, Place{16, 1}},
		{"A card", "Maker of cards", "NTarm64", "Card.ndi", []string{`PCI\VEN_1234&DEV_0001`}, Place{19, 1}},
	}
	for i, d := range f.Devices {
		if w := want[i]; d.Name != w.Name || d.Manufacturer != w.Manufacturer || d.Target != w.Target || d.Install != w.Install || !slices.Equal(d.IDs, w.IDs) || d.At != w.At {
			t.Errorf("%+v, want %+v", d, w)
		}
	}
	if version, ok := f.Entry("version", "driverver"); !ok || version.Text != "01/02/2024" || version.At != (Place{8, 15}) {
		t.Error(version)
	}
}

func TestAKeywordHasItsLimitsAndPlaces(t *testing.T) {
	k := card(t, 0).named("*JumboPacket")
	for _, c := range []struct {
		value Value
		text  string
		at    Place
	}{
		{k.Text, "Jumbo packet 100%", Place{50, 1}},
		{k.Type, "int", Place{51, 1}},
		{k.Default, "1514", Place{52, 1}},
		{k.Min, "1514", Place{53, 1}},
		{k.Max, "9014", Place{54, 1}},
		{k.Step, "500", Place{55, 1}},
		{k.Base, "10", Place{56, 1}},
		{k.Optional, "0", Place{57, 1}},
	} {
		if c.value.Text != c.text || c.value.At.Line != c.at.Line || c.value.At.Column < 40 {
			t.Errorf("%+v, want %q in line %d", c.value, c.text, c.at.Line)
		}
	}
	if k.At != (Place{50, 1}) || !k.Numeric() {
		t.Error(k.At, k.Numeric())
	}
}

func TestChoicesComeFromEveryPieceOfASection(t *testing.T) {
	k := card(t, 0).named("*IPChecksumOffloadIPv4")
	var got []string
	for _, c := range k.Choices {
		got = append(got, c.Value+" "+c.Text.Text)
	}
	if !slices.Equal(got, []string{"0 Disabled", "1 Tx Enabled", "2 Rx Enabled", "3 Rx & Tx Enabled"}) || k.Choices[3].Text.At.Line != 77 {
		t.Error(got, k.Choices)
	}
}

func TestQuotedTextKeepsCommasAndSemicolons(t *testing.T) {
	k := card(t, 0).named("*SpeedDuplex")
	if k.Text.Text != "Speed && duplex" || k.Choices[1].Text.Text != "1,0 Gbps; full duplex" {
		t.Errorf("%+v", k)
	}
}

func TestStringsAreInTheLanguageAskedFor(t *testing.T) {
	for _, c := range []struct{ language, auto, speed string }{
		{"0411", "オート ネゴシエーション", "Speed && duplex"},
		{"0409", "Auto negotiation", "Speed && duplex"},
	} {
		k := card(t, 0, c.language).named("*SpeedDuplex")
		if k.Choices[0].Text.Text != c.auto || k.Text.Text != c.speed {
			t.Errorf("%s: %q %q", c.language, k.Choices[0].Text.Text, k.Text.Text)
		}
	}
}

func TestAnInstallYieldsItsSettings(t *testing.T) {
	for _, c := range []struct {
		device  int
		section string
		want    []string
	}{
		{0, "Card.ndi.NTamd64", []string{"Characteristics 0x84", "BusType 5", "*IfType 6", "*MediaType 0", "*PhysicalMediaType 14", "BusNumber 0", "*SpeedDuplex 0", "*JumboPacket 1514", "*IPChecksumOffloadIPv4 3"}},
		{1, "Small.ndi", []string{"BusNumber 0", "*IfType 6", "*MediaType 0", "*PhysicalMediaType 0xE", "*SpeedDuplex 0"}},
		{2, "Card.ndi.NT", []string{"*JumboPacket 4088", "Characteristics 0x84", "BusType 5", "*IfType 6", "*MediaType 0", "*PhysicalMediaType 14", "*SpeedDuplex 0", "*IPChecksumOffloadIPv4 3"}},
	} {
		in := card(t, c.device)
		var got []string
		for _, s := range in.Settings() {
			got = append(got, s.Name+" "+s.Value.Text)
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if in.Section != c.section || !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%q, want\n%q", in.Section, got, c.want)
		}
	}
}

func TestDeletedValuesAreNotThere(t *testing.T) {
	in, _ := first(t, "[a]\nHKR,,Kept,0,1\nHKR,,Gone,4,1\nHKR,,Gone2,0x00000004\n")
	if len(in.Values) != 1 || in.Values[0].Name != "Kept" {
		t.Error(in.Values)
	}
}

// first is the install of a text's first device.
func first(t *testing.T, text string) (*Install, []Problem) {
	t.Helper()
	f, problems := Parse([]byte(text))
	if len(f.Devices) == 0 {
		return &Install{}, problems
	}
	in, more := f.Install(f.Devices[0])
	return in, append(problems, more...)
}

func TestAPieceOfAFileIsReadAsItIs(t *testing.T) {
	in, problems := first(t, `HKR, Ndi\params\*LsoV2IPv4, ParamDesc, 0, "LSO"
HKR, Ndi\params\*LsoV2IPv4, Type, 0, "enum"
HKR, Ndi\params\*LsoV2IPv4, Default, 0, "1"
HKR, Ndi\params\*LsoV2IPv4\enum, "0", 0, "Off"
HKR, Ndi\params\*LsoV2IPv4\enum, "1", 0, "On"`)
	if len(problems) != 1 || problems[0].Code != CodeOutside || problems[0].At != (Place{1, 1}) {
		t.Error(problems)
	}
	if s := in.Settings(); len(s) != 1 || s[0].Name != "*LsoV2IPv4" || s[0].Value.Text != "1" {
		t.Error(s)
	}
}

func TestEveryEncodingIsRead(t *testing.T) {
	text := "[Strings]\r\nName = \"カード 🂡\"\r\n[Version]\r\nProvider = %Name%\r\n"
	wide := func(order binary.AppendByteOrder, mark bool) []byte {
		var b []byte
		if mark {
			b = order.AppendUint16(b, 0xFEFF)
		}
		for _, u := range utf16.Encode([]rune(text)) {
			b = order.AppendUint16(b, u)
		}
		return b
	}
	for _, c := range []struct {
		name     string
		bytes    []byte
		encoding Encoding
		provider string
	}{
		{"UTF-8", []byte(text), UTF8, "カード 🂡"},
		{"UTF-8 with a mark", []byte("\ufeff" + text), UTF8, "カード 🂡"},
		{"UTF-16LE", wide(binary.LittleEndian, true), UTF16LE, "カード 🂡"},
		{"UTF-16BE", wide(binary.BigEndian, true), UTF16BE, "カード 🂡"},
		{"UTF-16LE without a mark", wide(binary.LittleEndian, false), UTF16LE, "カード 🂡"},
		{"UTF-16BE without a mark", wide(binary.BigEndian, false), UTF16BE, "カード 🂡"},
		{"a code page", []byte("[Version]\r\nProvider = \"Gr\xf6\xdfe\"\r\n"), Bytes, "Größe"},
	} {
		f, problems := Parse(c.bytes)
		provider, _ := f.Entry("Version", "Provider")
		if f.Encoding != c.encoding || provider.Text != c.provider || len(problems) > 0 {
			t.Errorf("%s: %s, %q, %v", c.name, f.Encoding, provider.Text, problems)
		}
	}
}

func TestLinesContinue(t *testing.T) {
	for text, want := range map[string][]string{
		"a = b, \\\n   c":          {"b", "c"},
		"a = b, \\ ; why\r\n c, d": {"b", "c", "d"},
		"a = b\\\nc":               {"bc"},
		`a = "b\` + "\nc = d":      {`b\`},
		`a = b\c\d`:                {`b\c\d`},
		"a = b \\":                 {"b"},
		`a = "b" ; "c"`:            {"b"},
		`a = " b " c`:              {" b  c"},
		"a =":                      {""},
		"a = ,,b,":                 {"", "", "b", ""},
		"a = b = c":                {"b = c"},
	} {
		f, _ := Parse([]byte("[s]\n" + text))
		var got []string
		for _, v := range f.Sections[0].Lines[0].Values {
			got = append(got, v.Text)
		}
		if f.Sections[0].Lines[0].Key.Text != "a" || !slices.Equal(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestStringsThatAreNoNamesStay(t *testing.T) {
	f, problems := Parse([]byte("[Version]\nA = %12%\\x.sys\nB = 100%\nC = %%SystemRoot%%\nD = %losst%\n[Strings]\nlost = x\n"))
	for key, want := range map[string]string{"A": `%12%\x.sys`, "B": "100%", "C": "%SystemRoot%", "D": "%losst%"} {
		if v, _ := f.Entry("Version", key); v.Text != want {
			t.Errorf("%s = %q", key, v.Text)
		}
	}
	if more := f.take(); len(problems) > 0 || len(more) != 1 || more[0].Error() != "5:5: inf-string-missing: losst (lost?)" {
		t.Error(problems, more)
	}
}

func TestEveryMistakeIsNamedWithItsPlace(t *testing.T) {
	f, problems := Parse(read(t, "broken.inf"))
	in, more := f.Install(Device{Install: "Card.ndi", Target: "NTamd64"})
	var got []string
	for _, p := range append(problems, more...) {
		got = append(got, p.Error())
	}
	want := []string{
		"2:1: inf-outside",
		"9:1: inf-section-open: Card.ndi",
		"12:37: inf-quote-open",
		"6:19: inf-section-missing: Modelz.NTamd64, Manufacturer (Models.NTamd64?)",
		"10:10: inf-section-missing: Card.rge, Card.ndi (Card.reg?)",
		"9:1: inf-value-missing: Card.ndi, *IfType",
		"9:1: inf-value-missing: Card.ndi, *MediaType",
		"9:1: inf-value-missing: Card.ndi, *PhysicalMediaType",
		"13:32: inf-type-unknown: enumm, Open (int, long, word, dword, edit, enum?)",
		"18:31: inf-number: Wide, Max, many",
		"21:34: inf-range: Far, 0x100, ..99",
		"23:1: inf-value-missing: Few, ParamDesc",
		"24:34: inf-choice: Few, 2 (0, 1?)",
		"27:1: inf-value-missing: None, enum",
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			break
		}
	}
	if len(in.Keywords) != 5 {
		t.Errorf("a mistake hides the rest: %d keywords", len(in.Keywords))
	}
}

func TestSectionsThatNeedEachOtherEnd(t *testing.T) {
	in, problems := first(t, "[Manufacturer]\nm=m\n[m]\nd=a\n[a]\nNeeds=b\nAddReg=r,r\n[b]\nNeeds=a,b\nAddReg=r\n[r]\nHKR,,x,,1\n")
	if len(problems) > 0 || len(in.Values) != 1 {
		t.Error(problems, in.Values)
	}
}

func TestWhatIsTooLongIsCut(t *testing.T) {
	for name, text := range map[string]string{
		"bytes":    strings.Repeat("; nothing but remarks\n", maxBytes/20),
		"values":   "[a]\n" + strings.Repeat(",,,,,,,,\n", maxValues/8),
		"one line": "[a]\n" + strings.Repeat(",", 2*maxValues),
	} {
		f, problems := Parse([]byte(text))
		if len(problems) == 0 || problems[0].Code != CodeTooLong {
			t.Errorf("%s: %v", name, problems)
		}
		for _, s := range f.Sections {
			if len(s.Lines) > maxValues {
				t.Errorf("%s: %d lines", name, len(s.Lines))
			}
		}
	}
}

// A short name for a long text, many times over.
func TestStringsDoNotGrowWithoutEnd(t *testing.T) {
	text := "[Strings]\na = \"" + strings.Repeat("x", 20000) + "\"\n[r]\n" + strings.Repeat("HKR,,v,,%a%%a%%a%%a%\n", 1000)
	_, problems := first(t, text)
	if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == CodeTooLong }) {
		t.Error("20 MB out of 40 kB")
	}
}

func TestHalfACharacterIsNoted(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		at   Place
	}{
		"an odd byte": {"\xff\xfe[\x00a\x00]\x00\n", Place{1, 4}},
		"half a pair": {"\xff\xfe;\x00\n\x00;\x00\x00\xd8\n\x00", Place{2, 2}},
		"a zero":      {"[a]\nb = \x00c", Place{2, 5}},
	} {
		_, problems := Parse([]byte(c.text))
		if len(problems) == 0 || problems[0].Code != CodeNotText || problems[0].At != c.at {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

package dump

import (
	"bytes"
	"errors"
	"runtime"
	"strings"
	"testing"

	"ndisplayground/ndis"
)

func FuzzRead(f *testing.F) {
	for _, folder := range []string{"corpus", "refused"} {
		for _, s := range samples(f, folder) {
			f.Add(s.paste, uint8(0))
		}
	}
	formats := append([]Format{""}, Formats()...)
	for i := range formats {
		f.Add("0012f790  00000608 0x1 'a' {.Type = 1}\n", uint8(i))
	}
	f.Fuzz(func(t *testing.T, text string, which uint8) {
		d, err := Read(text, Options{Format: formats[int(which)%len(formats)]})
		if err != nil {
			checkFault(t, text, err)
			return
		}
		if d.Format == "" || len(d.Bytes) > newPaste(text).room() {
			t.Errorf("%q: %d bytes from %d", d.Format, len(d.Bytes), len(text))
		}
		for _, note := range d.Notes {
			checkFault(t, text, note)
		}
		again, err := Read(text, Options{Format: d.Format})
		if err != nil || !bytes.Equal(again.Bytes, d.Bytes) {
			t.Errorf("as %s: %x, then %x, %v", d.Format, d.Bytes, again.Bytes, err)
		}
	})
}

// checkFault wants an error that says what and where.
func checkFault(t *testing.T, text string, err error) {
	t.Helper()
	var e *ndis.Error
	if !errors.As(err, &e) || e.Code == "" || e.Offset < -1 || e.Offset > len(text) || (e.At == "") != (e.Offset == -1) {
		t.Errorf("%v at %q: %+v", err, text, e)
	}
}

// hostile are texts that could cost much more than their length.
var hostile = []string{
	"\n", "a\n", "*\n", "0000\n", "0000 00\n", "0000: 00 *\n*\n", "00000000 ", "00 ", "?? ", "{", "{{1},", ".a={", "-", "`", ">", "> ", "|", "#",
	"+0x0 a : 1\n", "[+0x0] a : 1 [Type: x]\n", `\x00`, `"\x00"`, "'", "/*", "kd> db\n", "0: kd> dd\n0000 00000000\n", "1 a\n", "=", "é", "\xff", "0x00,",
	"0000000 0000\n*\n0001000\n", "dt _NDIS_OFFLOAD\n", "[0] 1\n", "((", "sizeof(", "🙂",
}

func TestHostilePastesCostLittle(t *testing.T) {
	const length = 1 << 15
	for _, h := range hostile {
		for _, head := range []string{"", "ndis!_NDIS_OFFLOAD\n   +0x000 Header : x\n", "UCHAR x[] = {", "NDIS_OFFLOAD x = {", "00000000: ", "00000000  00 00\n*\n"} {
			text := head + strings.Repeat(h, length/len(h))
			if allocated := cost(text); allocated > 400*uint64(len(text)) {
				t.Errorf("%q and %q again and again: %d times the length", head, h, allocated/uint64(len(text)))
			}
		}
	}
}

func cost(text string) uint64 {
	var before, behind runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = Read(text, Options{})
	runtime.ReadMemStats(&behind)
	return behind.TotalAlloc - before.TotalAlloc
}

func TestWhatIsTooLongIsNotLookedAt(t *testing.T) {
	text := strings.Repeat("00", longest)
	_, err := Read(text, Options{})
	var e *ndis.Error
	if !errors.As(err, &e) || e.Code != CodeTooLong || cost(text) > 1<<16 {
		t.Errorf("%v", err)
	}
}

func TestFormatsHaveNamesThatStay(t *testing.T) {
	want := "dx dt db dw dd dq dps dyb xxd xxd-e hexdump-C hexdump wireshark bytes c-initialiser c-array escaped hex base64"
	if got := strings.Join(formatNames(), " "); got != want {
		t.Errorf("%s", got)
	}
	_, err := Read("00", Options{Format: "hexdmp"})
	var e *ndis.Error
	if !errors.As(err, &e) || e.Code != CodeFormat || len(e.Suggestions) == 0 || e.Suggestions[0] != "hexdump" {
		t.Errorf("%v", err)
	}
}

func TestAnOverrideDecides(t *testing.T) {
	for _, c := range []struct {
		text string
		o    Options
		want string
	}{
		{"0012f790  00000608\n", Options{Format: DD}, "08060000"},
		{"0012f790  00000608\n", Options{Format: Hex}, "0012f79000000608"},
		{"00000000: 007001a7 00000002\n", Options{Format: XXDE}, "a701700002000000"},
		{"00000000: 007001a7 00000002\n", Options{Format: XXD}, "007001a700000002"},
		{"deadbeef\n", Options{Format: Base64}, "75e69d6de79f"},
		{"{ .Type = 0xA7, .Revision = 1, .Size = 0x70 }", Options{Format: CInitialiser, Structure: "NDIS_OBJECT_HEADER"}, "a7017000"},
		{"   +0x000 Type : 0xa7\n   +0x001 Revision : 1\n   +0x002 Size : 0x70\n", Options{Structure: "OBJECT_HEADER"}, "a7017000"},
		{"NDIS_OBJECT_HEADER h = { NDIS_OBJECT_TYPE_OFFLOAD, 1, 0x70 };", Options{}, "a7017000"},
		{"GUID g; g.Data4[01] = 010; g.Data4[0x2] = 'A';", Options{}, "00000000000000000008410000000000"},
		{"GUID g = { .Data4 = { [01] = 010, [0x2] = 'A' } };", Options{}, "00000000000000000008410000000000"},
		{"82947ae0  3c 26 3e 00  &lt;&amp;&gt;.\n", Options{}, "3c263e00"},
		{"UNICODE_STRING s = { .Length = 2, .Buffer = 0x1000 };", Options{Pointer: 4}, "0200000000100000"},
		{"UNICODE_STRING s = { .Length = 2, .Buffer = 0x1000 };", Options{Pointer: 8}, "02000000000000000010000000000000"},
	} {
		d, err := Read(c.text, c.o)
		if err != nil || hexText(d.Bytes) != c.want {
			t.Errorf("%q with %+v: %x, %v; want %s", c.text, c.o, d.Bytes, err, c.want)
		}
	}
}

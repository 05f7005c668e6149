package dump

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis"
)

// sample is a file of the corpus: what its head says, and the paste.
type sample struct {
	name  string
	head  map[string]string
	paste string
}

func samples(t testing.TB, folder string) []sample {
	t.Helper()
	files, err := filepath.Glob("testdata/" + folder + "/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []sample
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		head, paste, ok := strings.Cut(string(text), "\n----\n")
		s := sample{filepath.Base(file), map[string]string{}, paste}
		for line := range strings.Lines(head) {
			key, value, found := strings.Cut(strings.TrimSpace(line), ":")
			ok = ok && found
			s.head[key] = strings.TrimSpace(value)
		}
		if !ok || s.head["origin"] == "" {
			t.Fatalf("%s has no head", file)
		}
		all = append(all, s)
	}
	return all
}

func (s sample) public() bool { return strings.HasPrefix(s.head["origin"], "http") }

func TestTheCorpusIsReadExactly(t *testing.T) {
	exact, public := 0, 0
	all := samples(t, "corpus")
	for _, s := range all {
		if s.public() {
			public++
		}
		d, err := Read(s.paste, Options{})
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
			continue
		}
		want, _ := hex.DecodeString(s.head["bytes"])
		if !bytes.Equal(d.Bytes, want) {
			t.Errorf("%s:\n got %x\nwant %x", s.name, d.Bytes, want)
			continue
		}
		exact++
		if string(d.Format) != s.head["format"] {
			t.Errorf("%s is read as %s, want %s", s.name, d.Format, s.head["format"])
		}
		if pointer := s.head["pointer"]; pointer != "" && strconv.Itoa(d.Pointer) != pointer {
			t.Errorf("%s: pointers of %d bytes, want %s", s.name, d.Pointer, pointer)
		}
		if d.Structure != s.head["structure"] {
			t.Errorf("%s: structure %q, want %q", s.name, d.Structure, s.head["structure"])
		}
		if unknown := s.head["unknown"]; (unknown != "") != (len(d.Unknown) > 0) || unknown != "" && unknown != strconv.Itoa(d.Unknown[0].Offset)+"+"+strconv.Itoa(d.Unknown[0].Length) {
			t.Errorf("%s: unknown %v, want %q", s.name, d.Unknown, unknown)
		}
	}
	if len(all) < 60 || public < 30 || 100*exact < 98*len(all) {
		t.Errorf("%d pastes, %d of them public, %d exact", len(all), public, exact)
	}
}

func TestTheFormatThatIsRecognisedReadsTheSame(t *testing.T) {
	for _, s := range samples(t, "corpus") {
		d, err := Read(s.paste, Options{})
		if err != nil {
			continue
		}
		again, err := Read(s.paste, Options{Format: d.Format})
		if err != nil || !bytes.Equal(again.Bytes, d.Bytes) || again.Format != d.Format {
			t.Errorf("%s as %s: %v, %v, %x", s.name, d.Format, err, again.Format, again.Bytes)
		}
	}
}

func TestWhatCannotBeReadIsRefusedWithItsPlace(t *testing.T) {
	for _, s := range samples(t, "refused") {
		d, err := Read(s.paste, Options{})
		var e *ndis.Error
		if !errors.As(err, &e) {
			t.Errorf("%s is read as %s: %x", s.name, d.Format, d.Bytes)
			continue
		}
		place := s.head["place"]
		if string(e.Code) != s.head["refuse"] || place != "" && e.At != place && !strings.HasPrefix(e.At, place+":") {
			t.Errorf("%s: %v at %q; want %s at %s", s.name, e, e.At, s.head["refuse"], place)
		}
	}
}

package codec

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

func TestStringsAreWrittenAsPeopleDo(t *testing.T) {
	x64 := catalog.Options{Arch: ndis.X64}
	pm := layoutOf(t, "NDIS_PM_WOL_PATTERN", x64)
	provider := layoutOf(t, "WWAN_PROVIDER", x64)
	sms := layoutOf(t, "WWAN_SET_SMS_CONFIGURATION", x64)
	for _, c := range []struct {
		layout     *catalog.Layout
		path       ndis.Path
		text, want string // want is "" where the text is refused
	}{
		{provider, "ProviderId", "310410", `"310410"`},
		{provider, "ProviderId", `"310410"`, `"310410"`},
		{provider, "ProviderId", "1234567", `"1234567"`}, // no room for a terminator
		{provider, "ProviderId", "12345678", ""},
		{provider, "ProviderId", "", `""`},
		{provider, "ProviderId", `""`, `""`},
		{provider, "ProviderId", `" a "`, `" a "`},
		{provider, "ProviderId", `"`, ""},
		{provider, "ProviderId", `"a`, ""},
		{provider, "ProviderId", "a\"b", `"a\"b"`},
		{provider, "ProviderName", "日本電信電話", `"日本電信電話"`},
		{provider, "ProviderName", `"\u0009\u202e"`, `"\u0009\u202e"`},
		{provider, "ProviderName", "😀", `"😀"`},
		{provider, "ProviderName", strings.Repeat("😀", 11), ""},
		{provider, "ProviderName", `"\xff"`, ""},
		{provider, "ProviderName", `"a\u0000b"`, ""}, // it would end before
		{sms, "ScAddress", "+4912345", `"+4912345"`},
		{sms, "ScAddress", "é", ""},
		{pm, "FriendlyName", "wake up", `"wake up"`},
		{pm, "FriendlyName", `""`, `""`},
		{pm, "FriendlyName.String", "wake up", `"wake up"`},
		{pm, "FriendlyName", strings.Repeat("a", 66), ""},
	} {
		r := New(c.layout)
		i, err := c.layout.Index(c.path)
		if err != nil {
			t.Fatal(err)
		}
		err = r.SetText(c.path, c.text)
		var e *ndis.Error
		if c.want == "" && (!errors.As(err, &e) || e.Code != CodeValueSyntax && e.Code != CodeValueRange) {
			t.Errorf("%s = %s: %v", c.path, c.text, err)
		}
		if c.want != "" && (err != nil || r.Text(i) != c.want) {
			t.Errorf("%s = %s: %s, %v; want %s", c.path, c.text, r.Text(i), err, c.want)
		}
	}
}

func TestACountedStringKnowsItsLength(t *testing.T) {
	r := New(layoutOf(t, "NDIS_PM_WOL_PATTERN", catalog.Options{Arch: ndis.X64}))
	if err := r.SetText("FriendlyName", "wake"); err != nil {
		t.Fatal(err)
	}
	if n, _ := r.Value("FriendlyName.Length"); n != 8 {
		t.Errorf("four characters are %d bytes", n)
	}
}

func TestAStringThatWouldLoseSomethingIsItsElements(t *testing.T) {
	provider := layoutOf(t, "WWAN_PROVIDER", catalog.Options{Arch: ndis.X64})
	pm := layoutOf(t, "NDIS_PM_WOL_PATTERN", catalog.Options{Arch: ndis.X64})
	sms := layoutOf(t, "WWAN_SET_SMS_CONFIGURATION", catalog.Options{Arch: ndis.X64})
	for _, c := range []struct {
		name    string
		layout  *catalog.Layout
		path    ndis.Path
		at      ndis.Path
		content []byte
	}{
		{"behind the end", provider, "ProviderId", "ProviderId", []byte{'a', 0, 0, 0, 'b', 0}},
		{"a lone surrogate", provider, "ProviderId", "ProviderId", []byte{'a', 0, 0, 0xD8, 'b', 0}},
		{"no ASCII", sms, "ScAddress", "ScAddress", []byte{'a', 0xE9}},
		{"a length beyond the array", pm, "FriendlyName", "FriendlyName", []byte{0xFF, 0xFF, 'a', 0}},
		{"half a character", pm, "FriendlyName", "FriendlyName", []byte{3, 0, 'a', 0, 'b', 0}},
		{"behind the length", pm, "FriendlyName", "FriendlyName", []byte{2, 0, 'a', 0, 'b', 0}},
	} {
		b := make([]byte, c.layout.Size)
		copy(b[c.layout.Slot(c.at).Offset:], c.content)
		reachAll(c.layout, b)
		r := Decode(c.layout, b)
		i, _ := c.layout.Find(c.path)
		back := Decode(c.layout, make([]byte, c.layout.Size))
		if err := back.Assign(texts(r)); err != nil || r.Text(i) != "" || !bytes.Equal(back.Bytes(), r.Bytes()) {
			t.Errorf("%s: %s %v", c.name, r.Text(i), err)
		}
	}
	// A length that counts the terminator is kept.
	b := make([]byte, pm.Size)
	copy(b[pm.Slot("FriendlyName").Offset:], []byte{4, 0, 'a', 0})
	reachAll(pm, b)
	if i, _ := pm.Find("FriendlyName"); Decode(pm, b).Text(i) != `"a\u0000"` {
		t.Error(Decode(pm, b).Text(i))
	}
}

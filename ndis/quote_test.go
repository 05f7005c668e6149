package ndis

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestQuoteIsJSONAndReadsBack(t *testing.T) {
	for _, text := range []string{"", "*/\"\\\n<script>' --> #{} \u2028\x00", "日本\x7f\t😀", "\u202e\u0085"} {
		quoted := Quote(text)
		var parsed string
		if err := json.Unmarshal([]byte(quoted), &parsed); err != nil || parsed != text {
			t.Errorf("%q: JSON says %q, %v", text, parsed, err)
		}
		if back, ok := Unquote(quoted); !ok || back != text || strings.Contains(quoted, "<") {
			t.Errorf("%q is %s, which reads back as %q", text, quoted, back)
		}
	}
	if got, ok := Unquote(Quote("a\xff")); !ok || got != "a\uFFFD" {
		t.Errorf("what is no UTF-8: %q", got)
	}
}

func TestUnquoteReadsNothingElse(t *testing.T) {
	for _, text := range []string{"", `"`, "a", `"a`, `a"`, `"a"b"`, `"\"`, `"\\\"`, `"\n"`, `"\x41"`, `"\u"`, `"\u12"`, `"\u12g4"`, `"\ud800"`, `"\u+123"`} {
		if got, ok := Unquote(text); ok {
			t.Errorf("%s is %q", text, got)
		}
	}
}

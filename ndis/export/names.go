package export

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// pascal turns NDIS_OFFLOAD into NdisOffload.
func pascal(name string) string {
	text := ""
	for part := range strings.SplitSeq(name, "_") {
		if part != "" {
			text += part[:1] + strings.ToLower(part[1:])
		}
	}
	return text
}

// snake turns MaxOffLoadSize into max_off_load_size: a name for Kaitai Struct. A
// capital begins a word behind a small letter or a digit, and as the last of
// three or more capitals before a small letter: OIDRequest is oid_request, but
// IPv4 stays one word.
func snake(name string) string {
	var b strings.Builder
	run := 0
	for i := range len(name) {
		c := name[i]
		if !isUpper(c) {
			run = 0
			b.WriteByte(c)
			continue
		}
		run++
		word := i > 0 && run == 1 && name[i-1] != '_' || run >= 3 && i+1 < len(name) && isLower(name[i+1])
		if word {
			b.WriteByte('_')
		}
		b.WriteByte(c + 'a' - 'A')
	}
	text := strings.Trim(b.String(), "_")
	if text == "" || !isLower(text[0]) {
		text = "n" + text
	}
	return text
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

// unique hands out each name once. Parsers join words in their own fashion, so
// names that differ in "_" alone count as the same.
type unique map[string]bool

func (u unique) name(wanted string) string {
	name := wanted
	for n := 2; u[strings.ReplaceAll(name, "_", "")]; n++ {
		name = wanted + "_n" + strconv.Itoa(n)
	}
	u[strings.ReplaceAll(name, "_", "")] = true
	return name
}

// support is the headers' macro that is true where they declare what a version
// brought, "" before NDIS 6.0, which has none.
func support(v ndis.Version) string {
	switch {
	case v < ndis.V60:
		return ""
	case v == ndis.V60:
		return "NDIS_SUPPORT_NDIS6"
	}
	return "NDIS_SUPPORT_NDIS" + joined(v)
}

// runtimeVersion is the headers' name for what NdisGetVersion returns.
func runtimeVersion(v ndis.Version) string { return "NDIS_RUNTIME_VERSION_" + joined(v) }

func joined(v ndis.Version) string { return strings.Replace(v.String(), ".", "", 1) }

// guarded puts a text between #if and #endif, unless it needs no version.
func guarded(v ndis.Version, text string) string {
	macro := support(v)
	if macro == "" || text == "" {
		return text
	}
	return "#if " + macro + "\n" + text + "#endif\n"
}

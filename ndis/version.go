package ndis

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Version is an NDIS version in the packing of NdisGetVersion: major in the
// high 16 bits, minor in the low 16. Versions compare as this number, so 6.1 is
// below 6.20 (documented: obtaining-the-ndis-version). Zero is no version.
type Version uint32

// Versions at which rules of this project turn. The list of all of them is
// data: [Versions].
const (
	V50  Version = 5 << 16
	V60  Version = 6 << 16
	V61  Version = 6<<16 | 1
	V620 Version = 6<<16 | 20
	V630 Version = 6<<16 | 30
	V680 Version = 6<<16 | 80
	V684 Version = 6<<16 | 84
)

// Codes of mistakes with versions.
const (
	// CodeVersionSyntax: not of the form major.minor.
	CodeVersionSyntax Code = "version-syntax"
	// CodeVersionUnlisted: no NDIS version of that number exists.
	CodeVersionUnlisted Code = "version-unlisted"
	// CodeVersionSwapped: a word with major and minor exchanged.
	CodeVersionSwapped Code = "version-swapped"
)

//go:embed releases.txt
var releasesText string

// Release says which Windows carries a version, and who says so.
type Release struct {
	Version Version
	Docs    []string // the overview of NDIS versions
	Header  []string // comments of ndis.h and ntddndis.h
	Intro   []string // the version's own introduction page, where it differs
}

// Windows lists the releases as the documentation names them, or as the header
// does where the documentation is silent.
func (r Release) Windows() []string {
	if len(r.Docs) > 0 {
		return r.Docs
	}
	return r.Header
}

// Releases lists every NDIS version with its Windows releases, oldest first.
var Releases = sync.OnceValue(func() []Release {
	var all []Release
	for number, line := range DataLines(releasesText) {
		fields := strings.Fields(line)
		version, err := parseDotted(fields[0])
		if err != nil {
			panic("releases.txt:" + strconv.Itoa(number) + ": " + err.Error())
		}
		if len(all) == 0 || all[len(all)-1].Version != version {
			all = append(all, Release{Version: version})
		}
		all[len(all)-1].add(fields[1], strings.Join(fields[2:], " "))
	}
	return all
})

func (r *Release) add(source, windows string) {
	switch source {
	case "docs":
		r.Docs = append(r.Docs, windows)
	case "header":
		r.Header = append(r.Header, windows)
	case "intro":
		r.Intro = append(r.Intro, windows)
	default:
		panic("releases.txt: unknown source " + source)
	}
}

// Versions lists every NDIS version, oldest first.
var Versions = sync.OnceValue(func() []Version {
	var all []Version
	for _, release := range Releases() {
		all = append(all, release.Version)
	}
	return all
})

// Newest is the highest version of the list.
func Newest() Version {
	all := Versions()
	return all[len(all)-1]
}

// MakeVersion packs major and minor.
func MakeVersion(major, minor uint16) Version { return Version(major)<<16 | Version(minor) }

// Major is the number before the dot.
func (v Version) Major() uint16 { return uint16(v >> 16) }

// Minor is the number after the dot: 20 for 6.20, 1 for 6.1.
func (v Version) Minor() uint16 { return uint16(v) }

// Listed reports whether such a version exists.
func (v Version) Listed() bool {
	_, found := slices.BinarySearch(Versions(), v)
	return found
}

// String is the documentation's spelling: "6.20", "6.1".
func (v Version) String() string {
	return strconv.Itoa(int(v.Major())) + "." + strconv.Itoa(int(v.Minor()))
}

// Word is the spelling of NdisGetVersion: "0x00060014" for 6.20.
func (v Version) Word() string { return Hex(uint64(v), 8) }

// ParseVersion reads a version as people write it: "6.20", or the word
// 0x00060014. Everything else is an [Error] that names the version it probably
// was.
func ParseVersion(text string) (Version, error) {
	if _, isWord := cutHexPrefix(text); isWord {
		return parseWord(text)
	}
	return ParseListed(text)
}

// ParseListed reads a version exactly as the documentation lists it: "6.20".
func ParseListed(text string) (Version, error) {
	version, err := parseDotted(text)
	if err != nil || !version.Listed() || !version.spelt(text) {
		return 0, versionError(text, version, err)
	}
	return version, nil
}

// ParseDotted reads any major.minor but 0.0, listed or not, each at most 255 as
// in the UCHAR members that carry them.
func ParseDotted(text string) (Version, error) {
	version, err := parseDotted(text)
	if err != nil || !version.spelt(text) || version == 0 {
		return 0, versionError(text, version, err)
	}
	return version, nil
}

// spelt reports whether the text that the version was read from has no zeros too
// many.
func (v Version) spelt(text string) bool {
	return len(text) == digits(v.Major())+len(".")+digits(v.Minor())
}

// digits is how many an Itoa writes of a number below 1000.
func digits(n uint16) int {
	switch {
	case n < 10:
		return 1
	case n < 100:
		return 2
	}
	return 3
}

func versionError(text string, version Version, err error) error {
	if err != nil {
		return NewError(CodeVersionSyntax, text).Suggest(Newest().String())
	}
	return NewError(CodeVersionUnlisted, text).Suggest(nearestVersion(text, version).String())
}

func parseDotted(text string) (Version, error) {
	major, minor, found := strings.Cut(text, ".")
	high, err := strconv.ParseUint(major, 10, 8)
	if !found || err != nil {
		return 0, strconv.ErrSyntax
	}
	low, err := strconv.ParseUint(minor, 10, 8)
	if err != nil {
		return 0, strconv.ErrSyntax
	}
	return MakeVersion(uint16(high), uint16(low)), nil
}

func parseWord(text string) (Version, error) {
	word, ok := ParseNumber(text, 32)
	if !ok {
		return 0, NewError(CodeVersionSyntax, text).Suggest(Newest().String())
	}
	version := Version(word)
	if version.Listed() {
		return version, nil
	}
	if swapped := MakeVersion(version.Minor(), version.Major()); swapped.Listed() {
		return 0, NewError(CodeVersionSwapped, text, swapped.Word()).Suggest(swapped.String())
	}
	return 0, NewError(CodeVersionUnlisted, text).Suggest(nearestVersion("", version).String())
}

// nearestVersion prefers the version whose minor begins with the same digits
// (6.2 is 6.20 cut short, 6.10 is 6.1 drawn out), then the nearest number.
func nearestVersion(text string, version Version) Version {
	var best Version
	short := strings.TrimRight(strings.TrimLeft(text, "0"), "0")
	for _, listed := range Versions() {
		if short != "" && strings.TrimRight(listed.String(), "0") == short {
			return listed
		}
		if best == 0 || gap(listed, version) < gap(best, version) {
			best = listed
		}
	}
	return best
}

func gap(a, b Version) uint32 {
	if a > b {
		a, b = b, a
	}
	return uint32(b - a)
}

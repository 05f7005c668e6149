package driver

import (
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
)

// sent spells a driver's entries of sends.
func sent(d *Driver) string {
	var all []string
	for _, s := range d.Sends {
		all = append(all, s.String())
	}
	return strings.Join(all, "; ")
}

func TestEntryIsTheOneThatDecides(t *testing.T) {
	for _, c := range []struct {
		name              string
		driver            []string
		where, registered string
		entry, sends      string
	}{
		{"its own", []string{"send", "PM_CAPABILITIES.1", "send", "OFFLOAD.2"}, "default", "6.20", "OFFLOAD.2", "PM_CAPABILITIES.1; OFFLOAD.2"},
		{"its own of that place", []string{"send", "OFFLOAD.2 where:hardware", "send", "OFFLOAD.3"}, "default", "6.20", "OFFLOAD.3", "OFFLOAD.2 where:hardware; OFFLOAD.3"},
		{"its own of that version", []string{"send", "OFFLOAD.2 registered:6.30..", "send", "OFFLOAD.3"}, "default", "6.20", "OFFLOAD.3", "OFFLOAD.2 registered:6.30..; OFFLOAD.3"},
		{"none", nil, "default", "6.20", "OFFLOAD", "OFFLOAD"},
		{"none of that place", []string{"send", "OFFLOAD.2 where:hardware"}, "default", "6.20", "OFFLOAD", "OFFLOAD.2 where:hardware; OFFLOAD"},
		{"its profile's", []string{"profile", "netkvm/build686"}, "default", "6.83", "OFFLOAD.6 registered:6.83..6.84", "OFFLOAD.6 registered:6.83..6.84"},
		{"its profile's of another version", []string{"profile", "netkvm/build686"}, "default", "6.89", "OFFLOAD.7", "OFFLOAD.7"},
		{"its own before its profile's", []string{"profile", "netkvm/build686", "send", "OFFLOAD.2"}, "default", "6.89", "OFFLOAD.2", "OFFLOAD.2"},
		{"a profile that does not exist", []string{"profile", "netkvm"}, "default", "6.89", "OFFLOAD", "OFFLOAD"},
	} {
		d := parse(t, c.driver...)
		registered, _ := ndis.ParseVersion(c.registered)
		entry := d.Entry("NDIS_OFFLOAD", c.where, registered)
		if entry.String() != c.entry || sent(&d) != c.sends {
			t.Errorf("%s: %s of %s, want %s of %s", c.name, entry, sent(&d), c.entry, c.sends)
		}
		resolved := d.Resolved()
		if entry != d.Sending("NDIS_OFFLOAD", c.where, registered) || entry.String() != resolved.Sending("NDIS_OFFLOAD", c.where, registered).String() {
			t.Errorf("%s: another entry decides", c.name)
		}
	}
}

func TestChangingAnEntryLeavesItsProfileAlone(t *testing.T) {
	p, e := ProfileNamed("netkvm/build686")
	if e != nil {
		t.Fatal(e)
	}
	before := sent(&p.Driver)
	d := parse(t, "profile", p.ID)
	entry := d.Entry("NDIS_OFFLOAD", "default", ndis.Newest())
	for _, kv := range [][2]string{{"revision", "1"}, {"size", "112"}, {"members.IPsecV2.Ah", "TRUE"}} {
		if err := entry.Set(kv[0], ndis.TextValue(kv[1])); err != nil {
			t.Fatal(err)
		}
	}
	if sent(&d) != "OFFLOAD.1 size:112 IPsecV2.Ah=TRUE" || sent(&p.Driver) != before {
		t.Errorf("%s; the profile has\n%s, had\n%s", sent(&d), sent(&p.Driver), before)
	}
}

// spoiled is an entry that says everything.
const spoiled = "OFFLOAD.6 where:hardware registered:6.83..6.84 size:216 type:0xA8 delivered:100 null:true IPsecV2.Ah=TRUE Flags=0x1"

func parseSend(t *testing.T, text string) Send {
	t.Helper()
	s, err := ParseSend(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRightHeaderKeepsMembersAndWhereTheyAreSent(t *testing.T) {
	for text, want := range map[string]string{
		spoiled:                "OFFLOAD where:hardware registered:6.83..6.84 IPsecV2.Ah=TRUE Flags=0x1",
		"OFFLOAD size:sizeof":  "OFFLOAD",
		"OFFLOAD IPsecV2.Ah=1": "OFFLOAD IPsecV2.Ah=1",
	} {
		s := parseSend(t, text)
		if s.RightHeader(); s.String() != want {
			t.Errorf("%s becomes %s, want %s", text, s, want)
		}
	}
}

func TestClearTakesBackOneOption(t *testing.T) {
	for option, without := range map[string]string{
		"revision":  "OFFLOAD where:hardware registered:6.83..6.84 size:216 type:0xA8 delivered:100 null:true IPsecV2.Ah=TRUE Flags=0x1",
		"size":      "OFFLOAD.6 where:hardware registered:6.83..6.84 type:0xA8 delivered:100 null:true IPsecV2.Ah=TRUE Flags=0x1",
		"type":      "OFFLOAD.6 where:hardware registered:6.83..6.84 size:216 delivered:100 null:true IPsecV2.Ah=TRUE Flags=0x1",
		"delivered": "OFFLOAD.6 where:hardware registered:6.83..6.84 size:216 type:0xA8 null:true IPsecV2.Ah=TRUE Flags=0x1",
		"null":      "OFFLOAD.6 where:hardware registered:6.83..6.84 size:216 type:0xA8 delivered:100 IPsecV2.Ah=TRUE Flags=0x1",
		"members":   spoiled,
		"":          spoiled,
	} {
		s := parseSend(t, spoiled)
		if s.Clear(option); s.String() != without {
			t.Errorf("without %s: %s, want %s", option, s, without)
		}
	}
	s := parseSend(t, "OFFLOAD size:sizeof")
	if s.Clear("size"); s.String() != "OFFLOAD" {
		t.Errorf("sizeof stays: %s", s)
	}
}

func TestClearMemberTakesBackThatMember(t *testing.T) {
	for path, want := range map[ndis.Path]string{
		"IPsecV2.Ah": "OFFLOAD.2 Flags=0x1", "Flags": "OFFLOAD.2 IPsecV2.Ah=1", "IPsecV2": "OFFLOAD.2 IPsecV2.Ah=1 Flags=0x1", "": "OFFLOAD.2 IPsecV2.Ah=1 Flags=0x1",
	} {
		s := parseSend(t, "OFFLOAD.2 IPsecV2.Ah=1 Flags=0x1")
		if s.ClearMember(path); s.String() != want {
			t.Errorf("without %s: %s, want %s", path, s, want)
		}
	}
}

func TestTidyDropsEntriesThatSayNothing(t *testing.T) {
	for _, c := range []struct {
		name   string
		driver []string
		want   string
	}{
		{"nothing", nil, ""},
		{"says nothing", []string{"send", "OFFLOAD", "send", "PM_CAPABILITIES.1", "send", "OID_REQUEST"}, "PM_CAPABILITIES.1"},
		{"says something", []string{"send", "OFFLOAD.2", "send", "OFFLOAD size:sizeof", "send", "OFFLOAD null:true", "send", "OFFLOAD delivered:0", "send", "OFFLOAD type:0", "send", "OFFLOAD Flags=0"},
			"OFFLOAD.2; OFFLOAD size:sizeof; OFFLOAD null:true; OFFLOAD delivered:0; OFFLOAD type:0x00; OFFLOAD Flags=0"},
		{"says that it is right somewhere", []string{"send", "OFFLOAD where:hardware", "send", "OFFLOAD registered:6.20"}, "OFFLOAD where:hardware; OFFLOAD registered:6.20"},
		{"is right in place of its profile's", []string{"profile", "netkvm/build686", "send", "OFFLOAD"}, "OFFLOAD"},
		{"its profile says nothing of it either", []string{"profile", "netkvm/build686", "send", "OID_REQUEST"}, ""},
		{"a profile that does not exist", []string{"profile", "netkvm", "send", "OFFLOAD"}, ""},
	} {
		d := parse(t, c.driver...)
		if d.Tidy(); sent(&d) != c.want {
			t.Errorf("%s: %q, want %q", c.name, sent(&d), c.want)
		}
	}
}

func TestHandlerNamesAreTheFunctionsOfTheStructure(t *testing.T) {
	for _, kind := range negotiate.Kinds() {
		for _, structure := range []string{kind.Characteristics, kind.Legacy} {
			names := HandlerNames(structure)
			layout, err := catalog.MustLookup(structure).Layout(catalog.Options{Arch: ndis.X64})
			if err != nil {
				t.Fatal(err)
			}
			for _, slot := range layout.Slots {
				if slices.Contains(names, string(slot.Path)) != (slot.Kind == catalog.KindFunction) {
					t.Errorf("%s.%s is a %s", structure, slot.Path, slot.Kind)
				}
			}
		}
	}
	filter := HandlerNames(negotiate.Filter.Characteristics)
	for _, handler := range []string{"AttachHandler", "PauseHandler", "SynchronousOidRequestHandler"} {
		if !slices.Contains(filter, handler) {
			t.Errorf("filters have no %s: %v", handler, filter)
		}
	}
	if slices.Contains(filter, "Flags") || HandlerNames("NDIS_OFFLOAD") != nil {
		t.Errorf("no functions: %v", HandlerNames("NDIS_OFFLOAD"))
	}
}

func TestProfilesAreSharedOutByKind(t *testing.T) {
	count := 0
	for kind := trace.Loader; kind <= trace.Administrator; kind++ {
		for _, p := range ProfilesOf(kind) {
			count++
			if p.Kind != kind.String() {
				t.Errorf("%s is a %s, not a %s", p.ID, p.Kind, kind)
			}
		}
	}
	if count != len(Profiles()) {
		t.Errorf("%d of %d profiles are of some kind", count, len(Profiles()))
	}
	if len(ProfilesOf(trace.Miniport)) == 0 || len(ProfilesOf(trace.Filter)) == 0 || ProfilesOf(trace.NDIS) != nil {
		t.Error("miniports and filters have profiles, NDIS has none")
	}
}

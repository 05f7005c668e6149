package scenario

import "testing"

func TestScenariosAreFoundByAllThatPeopleKnowOfThem(t *testing.T) {
	var finder Finder
	for words, name := range map[string]string{
		"forgets ask":                              "six-one-forgets-to-ask",
		"問い合わせを忘れると":                               "six-one-forgets-to-ask",
		"REGISTRATION.version-above-host title":    "",
		"registration.version-above-host forgets":  "six-one-forgets-to-ask",
		"bad_version forgets":                      "six-one-forgets-to-ask",
		"0xc0010004 forgets":                       "six-one-forgets-to-ask",
		"header.own-revision":                      "header.own-revision",
		"filter_driver_characteristics 6.80 fails": "filter-at-six-eighty",
	} {
		found := finder.Find(words)
		has := false
		for _, e := range found {
			has = has || e.Name == name
		}
		if has != (name != "") {
			t.Errorf("%q: %d found, %s among them: %v", words, len(found), name, has)
		}
	}
}

func TestFoundScenariosKeepTheirOrder(t *testing.T) {
	all := new(Finder).Find(" ")
	if len(all) != len(Library()) {
		t.Fatalf("%d of %d", len(all), len(Library()))
	}
	for i, e := range all {
		if e.Name != Library()[i].Name || e.Theme == "" {
			t.Errorf("%d is %s of %q", i, e.Name, e.Theme)
		}
	}
}

// Each profile that the library has is found by its name, and by its title.
func TestScenariosAreFoundByTheirProfiles(t *testing.T) {
	var finder Finder
	for _, e := range Library() {
		for _, d := range e.Scenario.Drivers() {
			if d.Driver.Profile != "" && len(finder.Find(d.Driver.Profile)) == 0 {
				t.Errorf("%s is not found by %s", e.Name, d.Driver.Profile)
			}
		}
	}
}

func BenchmarkSpell(b *testing.B) {
	for b.Loop() {
		for i := range library() {
			_ = library()[i].spell()
		}
	}
}

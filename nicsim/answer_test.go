package nicsim

import (
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/oid"
)

func newest(t *testing.T, structure string) *catalog.Layout {
	t.Helper()
	layout, err := catalog.MustLookup(structure).Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		t.Fatal(err)
	}
	return layout
}

func TestWhatNdisAnswersFromExists(t *testing.T) {
	for name, k := range keptAnswers() {
		if _, known, ok := oid.For(name, oid.Query); known && !ok {
			t.Errorf("%s takes no query", name)
		}
		if o, err := catalog.OIDNamed(name); err != nil || o.Name != name {
			t.Errorf("%s is no OID", name)
		}
		s := catalog.MustLookup(k.structure)
		if _, ok := s.ObjectType(); k.path == "" && !ok {
			t.Errorf("%s: %s", name, k.structure)
		}
	}
	for _, name := range append([]string{oidDriverVersion, oidSupportedList, oidReceiveScale}, handled()...) {
		if o, err := catalog.OIDNamed(name); err != nil || o.Name != name {
			t.Errorf("handled.txt: %s is no OID", name)
		}
	}
}

func TestWhatNeighboursSwitchExists(t *testing.T) {
	for _, e := range effects() {
		layout := newest(t, e.structure)
		if len(e.members) == 0 || len(e.kinds) == 0 || e.least == 0 {
			t.Errorf("%s is not complete", e.name)
		}
		for _, path := range e.members {
			slot := layout.Slot(path)
			if e.flag == "" {
				continue
			}
			if _, ok := slot.Group().Named(e.flag); !ok {
				t.Errorf("%s: no flag %s", e.name, e.flag)
			}
		}
	}
	if _, ok := newest(t, registrationAttrs).Slot(pathAttributeFlags).Group().Named(controlsDefaultPort); !ok {
		t.Errorf("no flag %s", controlsDefaultPort)
	}
}

func TestARequestHasItsTypeAndItsMembers(t *testing.T) {
	layout := newest(t, oidRequest)
	for _, typ := range oid.Types() {
		if err := codec.New(layout).SetText("RequestType", typ.Official()); err != nil {
			t.Error(err)
		}
		if _, ok := layout.Find(unions[typ] + ".Oid"); !ok {
			t.Errorf("%s has no Oid", unions[typ])
		}
	}
}

func TestOperationsLeadFromStateToState(t *testing.T) {
	reached := map[string]bool{StateHalted: true, StateDetached: true, StateUnbound: true}
	for _, o := range operations {
		reached[o.to] = true
	}
	for _, o := range operations {
		for _, from := range o.from {
			if !reached[from] && from != StateRestarting && from != StatePausing {
				t.Errorf("%s of a %s: nothing leads to %s", o.name, o.kind, from)
			}
		}
	}
}

// What the older structure of power management has below a member, the newer one
// has by the same name.
func TestPowerStructuresHaveMembersInCommon(t *testing.T) {
	common := 0
	for _, slot := range newest(t, powerOld).Slots {
		if name, ok := strings.CutPrefix(string(slot.Path), string(pathWakeUp)+"."); ok {
			common++
			if newest(t, powerCapabilities).Leaf(ndis.Path(name)) == nil {
				t.Errorf("%s has no %s", powerCapabilities, name)
			}
		}
	}
	if common == 0 {
		t.Error("nothing in common")
	}
}

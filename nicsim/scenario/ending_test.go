package scenario

import (
	"testing"

	"ndisplayground/ndis"
)

func TestOneStatusHasManyCauses(t *testing.T) {
	if causes := EndingWith(ndis.StatusBadCharacteristics); len(causes) < 6 {
		t.Errorf("%d rules reject with %v", len(causes), ndis.StatusBadCharacteristics)
	}
	for _, e := range EndingWith(ndis.StatusBadVersion) {
		result, _ := Run(e.Entry.Scenario)
		if found := result.FirstTrouble(); found == nil {
			t.Errorf("%s shows no trouble", e.Entry.Name)
		}
	}
	if causes := EndingWith(ndis.StatusSuccess); causes != nil {
		t.Errorf("success is no refusal: %v", causes)
	}
}

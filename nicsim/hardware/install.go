package hardware

import (
	"math"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/inf"
)

// FromInstall are the settings that an INF file makes: the standardized keywords
// of an install, as the card's driver will find them. It remarks on those that
// begin like one and are none, which are kept, and on values that a keyword does
// not take, which are left out, so that the keyword has its default. A driver's
// own keywords say nothing here.
func FromInstall(in *inf.Install) (settings []Setting, remarks []*ndis.Error) {
	for _, s := range in.Settings() {
		if !strings.HasPrefix(s.Name, "*") {
			continue
		}
		setting, remark, err := ReadSetting(s.Name, ndis.TextValue(s.Value.Text))
		if wrong, ok := err.(*ndis.Error); ok {
			remarks = append(remarks, at(wrong, s.Value.At))
			continue
		}
		if remark != nil {
			remarks = append(remarks, at(remark, s.Value.At))
		}
		settings = append(settings, setting)
	}
	for _, k := range in.Keywords {
		remarks = append(remarks, differing(k)...)
	}
	return settings, remarks
}

// differing remarks on choices of an INF file that its keyword does not take.
func differing(k inf.Keyword) (remarks []*ndis.Error) {
	known := keywordNamed(k.Name)
	if known == nil || !strings.HasPrefix(k.Name, "*") {
		return nil
	}
	for _, c := range k.Choices {
		if value, ok := ndis.ParseNumber(c.Value, 31); !ok || value > math.MaxInt32 || !known.Takes(int(value)) {
			remarks = append(remarks, at(ndis.NewError(CodeKeywordValue, c.Value, known.Name, known.values()), c.Text.At))
		}
	}
	return remarks
}

// at is a mistake at a place of a text, "line:column".
func at(e *ndis.Error, place inf.Place) *ndis.Error {
	return e.In(strconv.Itoa(int(place.Line)) + ":" + strconv.Itoa(int(place.Column)))
}

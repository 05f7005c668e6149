package negotiate

import "ndisplayground/ndis"

// Mode says whom to follow where sources part.
type Mode uint8

// The modes.
const (
	Documented Mode = iota // what Microsoft's documents demand
	Observed               // what shipping Windows and drivers show
)

// CodeModeUnknown: no such mode.
const CodeModeUnknown ndis.Code = "mode-unknown"

// String is the mode in lower case.
func (m Mode) String() string {
	if m == Observed {
		return "observed"
	}
	return "documented"
}

// ParseMode reads a mode.
func ParseMode(text string) (Mode, error) {
	for _, mode := range []Mode{Documented, Observed} {
		if mode.String() == text {
			return mode, nil
		}
	}
	return 0, ndis.NewError(CodeModeUnknown, text).Suggest(Documented.String(), Observed.String())
}

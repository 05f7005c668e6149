package scenario

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/driver"
)

// mend takes the check off a link's body. Where it does not fit, the ways in
// which mail and chats damage links are tried, and the first that fits counts.
func mend(body string, at int) (string, []Problem) {
	for i, repair := range repairs {
		text, sum, ok := cutCheck(repair(body))
		if !ok || !sameCheck(check(text), sum) {
			continue
		}
		if i == 0 {
			return text, nil
		}
		e := ndis.NewError(CodeLinkRepaired)
		e.Offset = at
		return text, []Problem{{Error: e, Warning: true}}
	}
	text, _, _ := cutCheck(body)
	e := ndis.NewError(CodeLinkCut, clip(lastPair(text)))
	e.Offset = at + len(text)
	return text, []Problem{{Error: e, Warning: true}}
}

// repairs undo damage; the first changes nothing.
var repairs = []func(string) string{
	func(s string) string { return s },
	func(s string) string { return strings.ReplaceAll(s, "&amp;", "&") },
	func(s string) string { return strings.Join(strings.Fields(s), "") },
	driver.Unescape,
	func(s string) string { return strings.ReplaceAll(driver.Unescape(s), "+", ",") },
	func(s string) string { return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), "&amp;", "&") },
}

// cutCheck cuts a body at its "~"; what follows the four characters of the check
// was put there by somebody else.
func cutCheck(body string) (text, sum string, ok bool) {
	text, sum, ok = strings.Cut(body, "~")
	if len(sum) > checkLength {
		sum = sum[:checkLength]
	}
	return strings.TrimRight(text, " \r\n\t"), sum, ok && len(sum) == checkLength
}

// lastPair is the last thing that a cut link still says.
func lastPair(text string) string {
	return text[strings.LastIndexAny(text, "?&/")+1:]
}

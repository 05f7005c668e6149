package text

import (
	_ "embed"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/rulebook"
)

//go:embed en.txt
var enText string

//go:embed ja.txt
var jaText string

var (
	english  = sync.OnceValue(func() map[string]string { return read(enText) })
	japanese = sync.OnceValue(func() map[string]string { return read(jaText) })
)

// read reads lines of a name and a text.
func read(text string) map[string]string {
	all := map[string]string{}
	for _, line := range ndis.DataLines(text) {
		name, words, _ := strings.Cut(line, " ")
		all[name] = strings.TrimSpace(words)
	}
	return all
}

func in(l rulebook.Lang) map[string]string {
	if l == rulebook.Japanese {
		return japanese()
	}
	return english()
}

// Of is the text of that name, with arguments in place of {1}, {2}.
func Of(name string, l rulebook.Lang, args ...string) string {
	text := in(l)[name]
	for i, arg := range args {
		text = strings.ReplaceAll(text, "{"+string(rune('1'+i))+"}", arg)
	}
	return text
}

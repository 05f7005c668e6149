package dump

import "strings"

// part is a command and the lines behind it, up to the next prompt. The first
// part of a paste has no prompt.
type part struct {
	prompt  *line // nil for none
	command string
	lines   []*line
}

// command is a WinDbg command that shows memory: how many bytes a word has, 0
// for a pointer's, and the format.
type command struct {
	name   string
	width  int
	format Format
}

var commands = []command{
	{"d", -1, ""}, {"db", 1, DB}, {"dw", 2, DW}, {"dW", 2, DW}, {"dd", 4, DD}, {"dc", 4, DD}, {"dq", 8, DQ}, {"dp", 0, ""},
	{"dds", 4, DPS}, {"ddp", 4, DPS}, {"dda", 4, DPS}, {"ddu", 4, DPS}, {"dqs", 8, DPS}, {"dqp", 8, DPS}, {"dqa", 8, DPS}, {"dqu", 8, DPS},
	{"dps", 0, DPS}, {"dpp", 0, DPS}, {"dpa", 0, DPS}, {"dpu", 0, DPS}, {"dyb", 1, DYB},
	{"!db", 1, DB}, {"!dw", 2, DW}, {"!dd", 4, DD}, {"!dc", 4, DD}, {"!dq", 8, DQ}, {"!dp", 0, ""},
}

// memory is the command that shows memory, nil for another.
func (s *part) memory() *command {
	name, _, _ := strings.Cut(s.command, " ")
	name, _, _ = strings.Cut(name, "/")
	for i := range commands {
		if commands[i].name == name {
			return &commands[i]
		}
	}
	return nil
}

// parts cuts the paste at its prompts.
func (p *paste) parts() []part {
	all := []part{{}}
	for i := range p.lines {
		l := &p.lines[i]
		if text, ok := promptOf(l.clean[l.bare():]); ok {
			all = append(all, part{prompt: l, command: text})
			continue
		}
		last := &all[len(all)-1]
		if last.lines == nil {
			last.lines = make([]*line, 0, min(len(p.lines)-i, 64))
		}
		last.lines = append(last.lines, l)
	}
	return all
}

// bare is the index behind marks of comments, where a prompt or an address
// follows them.
func (l *line) bare() int {
	begin := l.begin()
	behind := len(l.clean) - len(strings.TrimLeft(l.clean[begin:], "/#;*| \t"))
	rest := l.clean[behind:]
	if _, prompt := promptOf(rest); prompt || countHex(rest) >= 4 {
		return behind
	}
	return begin
}

// promptOf returns what was typed behind a debugger's prompt or a shell's.
func promptOf(text string) (typed string, ok bool) {
	if isShell(text) {
		return text, true
	}
	head, typed, found := strings.Cut(text[:min(len(text), 256)], ">")
	if !found || !isPrompt(head) {
		return "", false
	}
	return strings.TrimSpace(typed), true
}

func isShell(text string) bool {
	return strings.HasPrefix(text, "$ ") || strings.HasPrefix(text, "% ")
}

// isPrompt knows "kd", "lkd", "0: kd", "0:000" and "0:000:x86".
func isPrompt(head string) bool {
	number, rest, ok := strings.Cut(head, ":")
	if !ok {
		return head == "kd" || head == "lkd"
	}
	if !isDecimal(number) {
		return false
	}
	if name := strings.TrimSpace(rest); name == "kd" || name == "lkd" {
		return true
	}
	thread, machine, _ := strings.Cut(rest, ":")
	return isDecimal(thread) && len(thread) == 3 && !strings.ContainsAny(machine, " \t")
}

func isDecimal(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

func isHexDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func countHex(text string) int {
	n := 0
	for n < len(text) && isHexDigit(text[n]) {
		n++
	}
	return n
}

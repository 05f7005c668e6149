//go:build js && wasm

package main

import (
	"strconv"
	"strings"

	"github.com/hack-pad/safejs"

	"ndisplayground/nicsim/capture"
)

func main() {
	f, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any { return door(args) })
	if err == nil {
		err = safejs.Global().Set("ndisCaptureDoor", f)
	}
	if err != nil {
		panic(err) // nobody is there to be told
	}
	select {}
}

// door answers one call.
func door(args []safejs.Value) (answer any) {
	defer func() {
		if fault := recover(); fault != nil {
			answer = failure("internal", "", nil)
		}
	}()
	if len(args) < 3 {
		return failure("internal", "", nil)
	}
	method, wrong := args[0].String()
	if wrong != nil {
		return failure("internal", "", nil)
	}
	bytes, wrong := boxed(args[2])
	if wrong != nil {
		return failure("argument-unreadable", "", nil)
	}
	if method == "read" {
		return read(bytes, args[2])
	}
	lines, wrong := args[1].String()
	if wrong != nil {
		return failure("internal", "", nil)
	}
	return write(lines, bytes, args[2])
}

// read gives a line of numbers for each packet: how long it is here, how long it
// was, seconds, nanoseconds, and 1 where it begins with Ethernet.
func read(file []byte, box safejs.Value) string {
	packets, problems := capture.Read(file)
	out := []byte(`{"ok":{"packets":[`)
	var all []byte
	for i, p := range packets {
		if i > 0 {
			out = append(out, ',')
		}
		seconds, nanoseconds := split(p.Time)
		out = list(out, len(p.Data), p.Length, seconds, nanoseconds, ethernet(p.Begin))
		all = append(all, p.Data...)
	}
	out = append(out, `],"problems":[`...)
	for i := range problems {
		if i > 0 {
			out = append(out, ',')
		}
		out = spell(out, string(problems[i].Code), strconv.Itoa(problems[i].At), problems[i].Args)
	}
	if put(box, all) != nil {
		return failure("argument-unreadable", "", nil) // no memory for so many
	}
	return string(out) + "]}}"
}

// write takes such lines, without how long packets are: the lengths of those that
// there are, of those that there were, the time and the begin.
func write(lines string, bytes []byte, box safejs.Value) string {
	var packets []capture.Packet
	for line := range strings.Lines(lines) {
		var n [5]int
		for i, text := range strings.SplitN(strings.TrimSuffix(line, "\n"), " ", len(n)) {
			n[i], _ = strconv.Atoi(text) // glue.js has looked at the numbers
		}
		p := capture.Packet{Begin: capture.IP, Data: bytes[:n[0]], Length: n[1], Time: int64(n[2])*second + int64(n[3])}
		if n[4] == 1 {
			p.Begin = capture.Ethernet
		}
		bytes = bytes[n[0]:]
		packets = append(packets, p)
	}
	file, problem := capture.Write(packets)
	if problem != nil {
		return failure(string(problem.Code), "["+strconv.Itoa(problem.At)+"]", problem.Args)
	}
	if put(box, file) != nil {
		return failure("argument-unreadable", "", nil)
	}
	return `{"ok":null}`
}

const second = 1_000_000_000

// split makes seconds of nanoseconds, and those that are left: never negative.
func split(time int64) (seconds, nanoseconds int) {
	seconds, nanoseconds = int(time/second), int(time%second)
	if nanoseconds < 0 {
		seconds, nanoseconds = seconds-1, nanoseconds+second
	}
	return seconds, nanoseconds
}

func ethernet(b capture.Begin) int {
	if b == capture.Ethernet {
		return 1
	}
	return 0
}

// list appends numbers as JSON.
func list(out []byte, numbers ...int) []byte {
	bracket := byte('[')
	for _, n := range numbers {
		out = strconv.AppendInt(append(out, bracket), int64(n), 10)
		bracket = ','
	}
	return append(out, ']')
}

// boxed copies the bytes that wait in the box.
func boxed(box safejs.Value) ([]byte, error) {
	part, err := box.Get("bytes")
	if err != nil {
		return nil, err
	}
	length, err := part.Length()
	if err != nil {
		return nil, err
	}
	bytes := make([]byte, length)
	_, err = safejs.CopyBytesToGo(bytes, part)
	return bytes, err
}

// put puts bytes into the box in place of those that waited there.
func put(box safejs.Value, bytes []byte) error {
	constructor, err := safejs.Global().Get("Uint8Array")
	if err != nil {
		return err
	}
	array, err := constructor.New(len(bytes))
	if err != nil {
		return err
	}
	if _, err = safejs.CopyBytesToJS(array, bytes); err != nil {
		return err
	}
	return box.Set("bytes", array)
}

func failure(code, at string, args []string) string {
	return string(spell([]byte(`{"error":`), code, at, args)) + "}"
}

// spell appends what is wrong as JSON. Nothing in it needs escapes but names of
// files, which are quoted as Go does: plain ASCII.
func spell(out []byte, code, at string, args []string) []byte {
	out = append(out, `{"code":"`...)
	out = append(out, code...)
	out = append(out, `","at":"`...)
	out = append(out, at...)
	out = append(out, `","args":[`...)
	for i, arg := range args {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '"')
		out = append(out, arg...)
		out = append(out, '"')
	}
	return append(out, "]}"...)
}

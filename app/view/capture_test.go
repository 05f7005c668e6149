package view

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
	"ndisplayground/nicsim/scenario"
)

func TestPacketsAreChosenByNumbersAndRanges(t *testing.T) {
	for text, want := range map[string][]int{
		"":                     nil,
		" , ":                  nil,
		"1":                    {0},
		"1-3, 7":               {0, 1, 2, 6},
		"7,1 - 3":              nil,
		"7 1-2":                {6, 0, 1},
		"8-":                   {7, 8},
		"2,2":                  {1, 1},
		"1-9":                  {0, 1, 2, 3, 4, 5, 6, 7, 8},
		"0":                    nil,
		"10":                   nil,
		"3-1":                  nil,
		"-3":                   nil,
		"-":                    nil,
		"1--2":                 nil,
		"9-10":                 nil,
		"x":                    nil,
		"99999999999999999999": nil,
	} {
		got, err := readChoice(text, 9)
		refused := want == nil && strings.Trim(text, " ,") != ""
		if !slices.Equal(got, want) || (err != nil) != refused {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func TestNoMoreAreChosenThanASceneBears(t *testing.T) {
	for text, ok := range map[string]bool{"1-256": true, "1-257": false, "1-65536": false, "1-200, 1-56": true, "1-200, 1-57": false} {
		if chosen, err := readChoice(text, 1<<16); (err == nil) != ok || len(chosen) > mostChosen {
			t.Errorf("%q: %d, %v", text, len(chosen), err)
		}
	}
}

func TestARefusedChoiceSaysWhatWouldBeRight(t *testing.T) {
	for text, want := range map[string]string{
		"2000":       "number-wrong: 2000, 1..1000",
		"1, 999-":    "",
		"1, 999-x":   "number-wrong: 999-x, 1..1000",
		"1000, 1-":   "step-entries: 1001, 256",
		"1, 701-956": "step-entries: 257, 256",
	} {
		if _, err := readChoice(text, 1000); (err == nil) != (want == "") || err != nil && err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzReadChoice(f *testing.F) {
	f.Add("1-3, 7", 9)
	f.Add("8-", 9)
	f.Fuzz(func(t *testing.T, text string, count int) {
		chosen, err := readChoice(text, count)
		if err == nil && len(chosen) > mostChosen {
			t.Error(len(chosen))
		}
		for _, i := range chosen {
			if i < 0 || i >= count {
				t.Errorf("%d of %d", i, count)
			}
		}
	})
}

// captured is a file whose packets have so many bytes of data.
func captured(t *testing.T, lengths ...int) *Capture {
	t.Helper()
	var frames [][]byte
	for _, length := range lengths {
		frame, err := packet.Spec{Layers: "eth/ipv4/udp/data", Fields: []packet.Assignment{{Name: "data.length", Value: strconv.Itoa(length)}}}.Build()
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, frame)
	}
	return &Capture{Name: "file", Kinds: "Ethernet", Count: len(frames), Frame: func(i int) []byte { return frames[i] }}
}

// noise is a file of so many packets that no fields describe.
func noise(lengths ...int) *Capture {
	return &Capture{Name: "file", Kinds: "Ethernet", Count: len(lengths), Frame: func(i int) []byte {
		bytes, state := make([]byte, lengths[i]), uint32(1)
		for at := range bytes {
			state = state*1664525 + 1013904223
			bytes[at] = byte(state >> 24)
		}
		return bytes
	}}
}

func parsed(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, problems := scenario.ParseText(strings.ReplaceAll(text, ";", "\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return &s
}

const simple = "host 6.89;miniport;protocol"

func TestTheFirstFewPacketsLeaveTheLinkShort(t *testing.T) {
	s := parsed(t, simple)
	many := make([]int, 1000)
	c := captured(t, many...)
	c.Begin(s)
	if c.length > longLink || c.taken < 10 || c.taken > mostChosen || c.choice != "1-"+strconv.Itoa(c.taken) {
		t.Errorf("%s: %d steps, %d characters", c.choice, c.taken, c.length)
	}
	for name, c := range map[string]*Capture{"one that is long": noise(2000, 2000), "one alone": captured(t, 1)} {
		c.Begin(s)
		if c.taken != 1 || c.choice != "1" {
			t.Errorf("%s: %s: %d steps", name, c.choice, c.taken)
		}
	}
	if c := captured(t); true {
		c.Begin(s)
		if c.taken != 0 {
			t.Error("of no packets", c.taken)
		}
	}
}

func TestPacketsBecomeStepsWithTheSameBytes(t *testing.T) {
	for _, c := range []struct {
		how, choice string
		behind      int
		want        string
	}{
		{"", "1-3", 0, "start, stop, receive, receive, receive"},
		{capturedArrive, "3, 1", 1, "start, receive, receive, stop"},
		{capturedTogether, "1-3", 1, "start, receive held, receive held, receive, stop"},
		{capturedSent, "2", 2, "start, stop, send"},
	} {
		s := parsed(t, simple+";steps[0] start;steps[1] stop")
		file := captured(t, 1, 20, 300)
		file.Behind = c.behind
		file.Begin(s)
		file.How = c.how
		if err := file.Choose(c.choice, s); err != nil {
			t.Fatal(err)
		}
		before := s.Text()
		with := s.Clone()
		file.Into(&with)
		var verbs []string
		for i := range with.Steps {
			step := &with.Steps[i]
			if err := with.CheckStep(i); err != nil {
				t.Error(step, err)
			}
			verbs = append(verbs, step.Verb+when(step.Option("hold") != "", " held", ""))
		}
		if got := strings.Join(verbs, ", "); got != c.want || len(with.Link()) != file.length || s.Text() != before {
			t.Errorf("%v: %s", c, got)
		}
		run, _ := scenario.Run(with)
		if c.behind == 1 && c.how == capturedArrive {
			m := Model{Trace: run, Saving: "in"}
			for i, e := range m.Saved() {
				if want := file.Frame([]int{2, 0}[i]); !slices.Equal(run.Objects[e.Object].Bytes, want) {
					t.Errorf("packet %d is another", i)
				}
			}
		}
	}
}

func TestPacketsStandBehindAStepThatIsThere(t *testing.T) {
	file := captured(t, 1, 2)
	file.Behind = 3
	file.Begin(parsed(t, simple+";steps[0] start;steps[1] stop;steps[2] start"))
	m := Model{Scenario: parsed(t, simple+";steps[0] start;steps[1] stop"), Capture: file}
	if page := app.HTMLString(app.Div().Body(m.captureFile()...)); !strings.Contains(page, "behind step 2: 2") {
		t.Error(page)
	}
	file.Into(m.Scenario)
	if text := m.Scenario.Text(); !strings.Contains(text, "steps[1] stop\nsteps[2] receive") {
		t.Error(text)
	}
}

func TestTooManyBytesAndNoBytesAreNotTaken(t *testing.T) {
	s := parsed(t, simple)
	c := noise(mostBytes-100, 200)
	c.Begin(s)
	if err := c.Choose("1-2", s); err != nil || c.taken != 0 {
		t.Error(err, c.taken)
	}
	if err := c.Choose("2", s); err != nil || c.taken != 1 {
		t.Error(err, c.taken)
	}
	c = &Capture{Count: 2, Kinds: "Ethernet", Frame: func(i int) []byte { return make([]byte, i) }}
	c.Begin(s)
	if c.taken != 1 {
		t.Error(c.taken)
	}
}

func TestTheFirstFewPacketsEndWhereAFurtherOneIsNotTaken(t *testing.T) {
	s := parsed(t, simple)
	for _, name := range []string{"", "too long", "one, then none"} {
		read := 0
		c := &Capture{Count: 300, Kinds: "Ethernet", Frame: func(i int) []byte {
			read++
			switch {
			case name == "too long":
				return make([]byte, 2*mostBytes)
			case name != "" && i == 0:
				return make([]byte, 60)
			}
			return nil
		}}
		c.Begin(s)
		if c.choice != "1" || read > 10 {
			t.Errorf("%q: %s, %d packets were read", name, c.choice, read)
		}
	}
}

func TestWhatIsSavedIsWhatCameBy(t *testing.T) {
	s := parsed(t, simple+";steps[0] start;steps[1] send ask:lso2 mss:1000 data.length=3000;steps[2] receive hold:yes;steps[3] receive")
	run, _ := scenario.Run(*s)
	for which, want := range map[string]int{"": 5, "wire": 5, "out": 3, "in": 2, "nonsense": 5} {
		m := Model{Trace: run, Saving: which}
		all := m.Saved()
		last := trace.Tick(0)
		for _, e := range all {
			if e.Time <= last || e.Object < 0 || run.Objects[e.Object].Structure != "" {
				t.Errorf("%s: %v", which, e)
			}
			last = e.Time
		}
		if len(all) != want {
			t.Errorf("%q: %d packets, want %d", which, len(all), want)
		}
	}
	m := Model{Trace: run, Saving: "drivers"}
	if all := m.Saved(); len(all) < 2 || len(run.Objects[all[0].Object].Bytes) < 3000 {
		t.Error("a large packet is one for drivers")
	}
}

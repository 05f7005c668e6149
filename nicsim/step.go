package nicsim

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
)

// Action is something that is done to a machine; it says how it ended.
type Action func(*Machine) trace.StepOutcome

// waiting is a step that happens while a driver is in a state.
type waiting struct {
	state string
	step  int
	run   func()
}

// Do makes a step happen: at once, or when a driver first comes into the state
// during. Step is how the scenario writes it.
func (m *Machine) Do(step, during string, act Action) {
	index := len(m.steps)
	m.steps = append(m.steps, trace.StepOutcome{Step: step})
	run := func() {
		outer := m.Step
		m.Step = index
		outcome := act(m)
		outcome.Step = step
		m.steps[index] = outcome
		m.Step = outer
	}
	if during == "" {
		run()
		return
	}
	m.waiting = append(m.waiting, waiting{during, index, run})
}

// meanwhile runs the steps that wait for the state that the driver is in.
func (m *Machine) meanwhile(n *node) {
	for i := 0; i < len(m.waiting); i++ {
		if w := m.waiting[i]; w.state == n.outcome.State {
			m.waiting = append(m.waiting[:i:i], m.waiting[i+1:]...)
			w.run()
			i--
		}
	}
}

// neverCame says of the steps that still wait that their time did not come.
func (m *Machine) neverCame() {
	for _, w := range m.waiting {
		m.Step = w.step
		m.say(RuleStateNotCame, ndisParty, ndisParty, "", trace.Ignored, "step", m.steps[w.step].Step, "state", w.state)
	}
	m.waiting = nil
}

// ended is an outcome that is a status alone.
func ended(status ndis.Status) trace.StepOutcome { return trace.StepOutcome{Status: &status} }

// endedAs is success, or that the state did not allow it.
func endedAs(done bool) trace.StepOutcome {
	if !done {
		return ended(ndis.StatusInvalidState)
	}
	return ended(ndis.StatusSuccess)
}

// SetKeyword changes a value of the registry, which a driver reads when it is
// initialized.
func SetKeyword(k hardware.Setting) Action {
	return func(m *Machine) trace.StepOutcome {
		settings, before := hardware.With(m.setup.Keywords, k)
		e := event(RuleKeywordSet, trace.Party{Kind: trace.Administrator}, ndisParty, "", trace.NoObject, trace.Accepted, "keyword", k.Name, "value", k.Value)
		e.Changes = []trace.Change{{Party: trace.Party{Kind: trace.Administrator}, Name: k.Name, Before: before, After: k.Value}}
		if m.Add(e) {
			m.setup.Keywords = settings
		}
		return ended(ndis.StatusSuccess)
	}
}

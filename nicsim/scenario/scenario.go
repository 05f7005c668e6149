package scenario

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/hardware"
)

// Scenario is a machine and what happens on it. Drivers that are not there are
// nil. The zero Scenario is not ready: [New] has the defaults.
type Scenario struct {
	Host         ndis.Version
	Arch         ndis.Arch
	Mode         *negotiate.Mode // nil: documented, or what a named profile carries
	Miniport     *driver.Driver
	Protocol     *driver.Driver
	Filters      []driver.Driver // from the top down
	Intermediate *Intermediate
	NIC          *hardware.NIC // nil: the reference card
	Keywords     []hardware.Setting
	Steps        []Step // nil: start

	At      int    // the event to show, counted from 1; 0: none in particular
	View    string // the view to show
	Against string // the body of the link of what it is compared with, "" for nothing
	Unknown []ndis.Pair
}

// Intermediate is an intermediate driver: a protocol below, a miniport above.
type Intermediate struct{ Protocol, Miniport driver.Driver }

// New is the scenario that nothing has been said of: the newest host, x64.
func New() Scenario {
	return Scenario{Host: ndis.Newest(), Arch: ndis.X64}
}

// EffectiveMode is the mode in which the scenario runs.
func (s *Scenario) EffectiveMode() negotiate.Mode {
	if s.Mode != nil {
		return *s.Mode
	}
	for _, d := range s.Drivers() {
		if p, err := driver.ProfileNamed(d.Driver.Profile); err == nil && p.Mode == negotiate.Observed {
			return negotiate.Observed
		}
	}
	return negotiate.Documented
}

// Placed is a driver of a scenario: at which path, and of which kind.
type Placed struct {
	Path   string
	Kind   *negotiate.Kind
	Party  trace.Party
	Driver *driver.Driver
}

// Drivers lists the scenario's drivers, in the order of its keys.
func (s *Scenario) Drivers() []Placed {
	var all []Placed
	if s.Miniport != nil {
		all = append(all, Placed{"miniport", negotiate.Miniport, trace.Party{Kind: trace.Miniport}, s.Miniport})
	}
	if s.Protocol != nil {
		all = append(all, Placed{"protocol", negotiate.Protocol, trace.Party{Kind: trace.Protocol}, s.Protocol})
	}
	for i := range s.Filters {
		all = append(all, Placed{FilterPath(i), negotiate.Filter, trace.Party{Kind: trace.Filter, Index: i + 1}, &s.Filters[i]})
	}
	if s.Intermediate != nil {
		all = append(all,
			Placed{"intermediate.protocol", negotiate.Protocol, trace.Party{Kind: trace.Intermediate}, &s.Intermediate.Protocol},
			Placed{"intermediate.miniport", negotiate.Miniport, trace.Party{Kind: trace.Intermediate, Index: 1}, &s.Intermediate.Miniport})
	}
	return all
}

// Check reports what is wrong with the scenario as a whole; what is wrong with
// single values was reported when they were read.
func (s *Scenario) Check() []Problem {
	var problems []Problem
	if first := s.Arch.Since(); s.Host < first {
		e := ndis.NewError(CodeArchTooEarly, s.Arch.String(), s.Host.String(), first.String()).Suggest(first.String())
		problems = append(problems, Problem{Error: e.In("host")})
	}
	if s.Host < firstHost {
		e := ndis.NewError(CodeHostTooEarly, s.Host.String(), firstHost.String()).Suggest(firstHost.String())
		problems = append(problems, Problem{Error: e.In("host")})
	}
	for _, d := range s.Drivers() {
		for _, e := range d.Driver.Check(d.Kind) {
			problems = append(problems, Problem{Error: e.In(d.Path)})
		}
	}
	for i, step := range s.Steps {
		if e := step.check(s); e != nil {
			problems = append(problems, Problem{Error: e.In("steps[" + strconv.Itoa(i) + "]")})
			continue
		}
		for _, name := range step.idle() {
			e := ndis.NewError(CodeStepIdle, name, step.Verb)
			problems = append(problems, Problem{Error: e.In("steps[" + strconv.Itoa(i) + "]"), Warning: true})
		}
	}
	if i := s.borne(); i < len(s.Steps) {
		e := ndis.NewError(CodePacketsTooMany, strconv.Itoa(maxPackets))
		problems = append(problems, Problem{Error: e.In("steps[" + strconv.Itoa(i) + "]")})
	}
	return append(problems, s.checkSide()...)
}

// firstHost is the oldest host that is simulated; NDIS 4 and before are known as
// versions of drivers alone.
const firstHost = ndis.V50

// Run makes the scenario happen. The problems are [Scenario.Check]'s; what they do
// not concern runs all the same.
func Run(s Scenario) (*trace.Trace, []Problem) {
	return s.happen(""), s.Check()
}

// RunFlipped is [Run] with one rule judging the other way round: see
// trace.Recorder.
func RunFlipped(s Scenario, rule trace.Rule) *trace.Trace {
	return s.happen(rule)
}

// happen runs what of the scenario can be run.
func (s *Scenario) happen(flipped trace.Rule) *trace.Trace {
	m := nicsim.New(s.setup(flipped))
	for _, step := range s.steps() {
		if action, err := step.action(s); action != nil && err == nil {
			m.Do(step.String(), step.option("during"), action)
		}
	}
	return m.Trace()
}

func (s *Scenario) setup(flipped trace.Rule) nicsim.Setup {
	setup := nicsim.Setup{
		Late: s.late(),
		Host: max(s.Host, firstHost, s.Arch.Since()), Arch: s.Arch, Mode: s.EffectiveMode(), Flipped: flipped,
		Miniport: resolved(s.Miniport), Protocol: resolved(s.Protocol), Keywords: s.Keywords,
	}
	for _, f := range s.Filters {
		setup.Filters = append(setup.Filters, f.Resolved())
	}
	if s.Intermediate != nil {
		setup.Intermediate = &nicsim.Intermediate{Protocol: s.Intermediate.Protocol.Resolved(), Miniport: s.Intermediate.Miniport.Resolved()}
	}
	if s.NIC != nil {
		setup.NIC = *s.NIC
	}
	return setup
}

func resolved(d *driver.Driver) *driver.Driver {
	if d == nil {
		return nil
	}
	r := d.Resolved()
	return &r
}

// late lists the filters and the protocol that a step attaches or binds before one
// takes them off: they are not there when the stack starts.
func (s *Scenario) late() []trace.Party {
	var late []trace.Party
	seen := map[trace.Party]bool{}
	for _, step := range s.Steps {
		party := trace.Party{Kind: trace.Protocol}
		if len(step.Args) == 1 {
			party, _ = parseParty(step.Args[0])
		}
		if _, there := s.DriverOf(party); !there || seen[party] {
			continue
		}
		switch step.Verb {
		case "attach", "bind":
			late = append(late, party)
			seen[party] = true
		case "detach", "unbind":
			seen[party] = true
		}
	}
	return late
}

// steps are the scenario's steps that a run bears, or the default.
func (s *Scenario) steps() []Step {
	if s.Steps == nil {
		return defaultSteps()
	}
	return s.Steps[:s.borne()]
}

func defaultSteps() []Step { return []Step{{Verb: "start"}} }

package scenario

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Cell is how a driver fares on one host: what decided, and how it ended.
type Cell struct {
	Host       ndis.Version
	Version    ndis.Version // that it is made to register; 0: as it chooses
	Registered ndis.Version // 0: it is not registered
	Verdict    trace.Verdict
	Status     *ndis.Status // nil: no NDIS status exists
	Rule       trace.Rule   // "" where nothing was amiss
	Time       trace.Tick   // of the event that decided, in the cell's own run
}

// Sweep is a driver on many hosts: a row for each host. A row has one cell, or a
// cell for each version that the driver is made to register.
type Sweep struct {
	Driver   string // its path: "filters[0]"
	Hosts    []ndis.Version
	Versions []ndis.Version // nil: the driver chooses
	Cells    [][]Cell
}

// Hosts lists the hosts that the scenario could run on.
func (s *Scenario) Hosts() []ndis.Version {
	return ndis.Range{First: max(firstHost, s.Arch.Since())}.Versions()
}

// SweepHosts runs the scenario on every host, and says how the driver at a path
// fared; a nil Sweep where there is none.
func (s *Scenario) SweepHosts(path string) *Sweep {
	return s.sweep(path, s.Hosts(), nil)
}

// SweepVersions runs the scenario on every host with NDIS 6, with the driver at a
// path made to register each 6.x version in turn.
func (s *Scenario) SweepVersions(path string) *Sweep {
	all := ndis.Range{First: max(ndis.V60, s.Arch.Since())}.Versions()
	return s.sweep(path, all, all)
}

func (s *Scenario) sweep(path string, hosts, versions []ndis.Version) *Sweep {
	if _, ok := s.DriverAt(path); !ok {
		return nil
	}
	sweep := &Sweep{Driver: path, Hosts: hosts, Versions: versions}
	columns := versions
	if columns == nil {
		columns = []ndis.Version{0}
	}
	alone, placed := s.alone(path)
	for _, host := range hosts {
		row := make([]Cell, 0, len(columns))
		for _, version := range columns {
			row = append(row, alone.cell(placed, host, version))
		}
		sweep.Cells = append(sweep.Cells, row)
	}
	return sweep
}

// alone is the scenario as far as the driver at a path depends on it, and the
// driver's path in it: what stands beside and above it does not change how it
// fares when the stack starts.
func (s *Scenario) alone(path string) (Scenario, string) {
	alone := s.Clone()
	alone.Steps, alone.Against = nil, ""
	if path != "protocol" {
		alone.Protocol = nil
	}
	if d, _ := s.DriverAt(path); d.Party.Kind == trace.Filter {
		alone.Filters, path = alone.Filters[d.Party.Index-1:d.Party.Index], FilterPath(0)
	} else {
		alone.Filters = nil
	}
	if path == "miniport" {
		alone.Intermediate = nil
	}
	return alone, path
}

// cell runs the scenario on a host.
func (s *Scenario) cell(path string, host, version ndis.Version) Cell {
	s.Host = host
	d, _ := s.DriverAt(path)
	if version != 0 {
		d.Driver.Supports, d.Driver.Ladder, d.Driver.Register = nil, nil, version
	}
	t := s.happen("")
	outcome := t.DriverOutcome(d.Party)
	c := Cell{Host: host, Version: version, Registered: outcome.Registered, Status: outcome.Status}
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		if e.Concerns(d.Party) && e.Verdict > c.Verdict {
			c.Verdict, c.Rule, c.Time = e.Verdict, e.Rule, e.Time
		}
		return c.Verdict != trace.Rejected
	})
	return c
}

// Opened is the scenario of a cell, whole: on its host, with its version, at the
// event that decided.
func (s *Scenario) Opened(path string, c Cell) Scenario {
	one := s.Clone()
	one.Host = c.Host
	if d, ok := one.DriverAt(path); ok && c.Version != 0 {
		d.Driver.Supports, d.Driver.Ladder, d.Driver.Register = nil, nil, c.Version
	}
	one.View, one.At = "", one.decidedAt(path, c.Rule)
	return one
}

// decidedAt is the time at which a rule first said something of the driver at a
// path, 0 where it does not.
func (s *Scenario) decidedAt(path string, rule trace.Rule) (at int) {
	d, _ := s.DriverAt(path)
	t := s.happen("")
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		if e.Rule == rule && e.Verdict != trace.Accepted && e.Concerns(d.Party) {
			at = int(e.Time)
		}
		return at == 0
	})
	return at
}

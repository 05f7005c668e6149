package trace

import "ndisplayground/ndis"

// Outcome is how it ended, for each driver and each step.
type Outcome struct {
	Host         ndis.Version
	Miniport     *DriverOutcome // nil: there is none
	Protocol     *DriverOutcome
	Intermediate *IntermediateOutcome
	Filters      []DriverOutcome // from the top down
	Steps        []StepOutcome
}

// IntermediateOutcome is how the two edges of an intermediate driver ended.
type IntermediateOutcome struct {
	Protocol, Miniport DriverOutcome
}

// DriverOutcome is how a driver ended. Registered is 0 where it never was.
// Status is what its registration, or its own refusal, ended with; nil where no
// NDIS status exists.
type DriverOutcome struct {
	Registered ndis.Version
	Status     *ndis.Status
	State      string
	Structures []StructureOutcome // the last one of each that it sent during start, in the order of sending
}

// StructureOutcome is what became of a structure that a driver sent.
type StructureOutcome struct {
	Name     string
	Revision int
	Size     int
	Verdict  Verdict
}

// StepOutcome is how a step of the scenario ended; nil where something does not
// apply.
type StepOutcome struct {
	Step              string
	Status            *ndis.Status
	BytesWritten      *int
	BytesRead         *int
	BytesNeeded       *int
	SupportedRevision *int
	Object            *int
}

// Sent notes what became of a structure, in place of an earlier one of that
// name.
func (o *DriverOutcome) Sent(s StructureOutcome) {
	for i := range o.Structures {
		if o.Structures[i].Name == s.Name {
			o.Structures[i] = s
			return
		}
	}
	o.Structures = append(o.Structures, s)
}

// DriverOutcome is how the driver that a party is ended; the zero value where
// there is none.
func (t *Trace) DriverOutcome(p Party) DriverOutcome {
	o := &t.Outcome
	switch {
	case p.Kind == Miniport && o.Miniport != nil:
		return *o.Miniport
	case p.Kind == Protocol && o.Protocol != nil:
		return *o.Protocol
	case p.Kind == Filter && p.Index > 0 && p.Index <= len(o.Filters):
		return o.Filters[p.Index-1]
	case p.Kind == Intermediate && o.Intermediate != nil && p.Index == 0:
		return o.Intermediate.Protocol
	case p.Kind == Intermediate && o.Intermediate != nil:
		return o.Intermediate.Miniport
	}
	return DriverOutcome{}
}

package ipsec

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Result is how an OID request ended. Handles are those that were given out, one
// for each structure of the list, 0 for one that was not added.
type Result struct {
	Status  ndis.Status
	Handles []uint64
}

// AddSA handles OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA: a list of structures from an
// address on. It succeeds if one of them at least was added.
func (c *Card) AddSA(memory Memory, address uint64) Result { return c.addAll(addSA, memory, address) }

// AddSAEx handles OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX: one structure.
func (c *Card) AddSAEx(memory Memory, address uint64) Result {
	return c.addAll(addSAEx, memory, address)
}

func (c *Card) addAll(structure string, memory Memory, address uint64) Result {
	list, status, ok := c.list(structure, memory, address)
	if !ok {
		return Result{Status: status}
	}
	result := Result{Status: ndis.StatusFailure}
	failed := 0
	for _, p := range list {
		r := c.read(structure, p)
		handle, status := c.add(r)
		r.answer(handle)
		result.Handles = append(result.Handles, handle)
		if handle != 0 {
			continue
		}
		if failed++; failed == 1 {
			result.Status = status
		}
	}
	return c.added(result, failed)
}

// added is the result of all: one that was added is enough.
func (c *Card) added(result Result, failed int) Result {
	added := len(result.Handles) - failed
	if added == 0 {
		return result
	}
	result.Status = ndis.StatusSuccess
	if failed > 0 {
		e := withStatus(asked(RuleSomeAdded, trace.NoObject, trace.Accepted,
			trace.Facts("added", strconv.Itoa(added), "failed", strconv.Itoa(failed))), ndis.StatusSuccess)
		c.Add(e)
		result.Status = *e.Status
	}
	return result
}

// add judges one structure and takes its bundle in; the handle is 0 where it does
// not.
func (c *Card) add(r *reading) (uint64, ndis.Status) {
	if status, refused := r.refusedWhole(); refused {
		return 0, status
	}
	if full := len(c.bundles) >= c.Capabilities.Capacity; full {
		e := withStatus(asked(RuleOverCapacity, r.Object, trace.Rejected, c.count()), ndis.StatusResources)
		if !c.Add(e) {
			return 0, *e.Status
		}
	}
	b := r.bundle()
	before := strconv.Itoa(len(c.bundles))
	c.keep(b)
	e := withStatus(asked(RuleAdded, r.Object, trace.Accepted, append(r.facts("flags=Flags udp=UdpEspEncapsulation"), b.facts()...)), ndis.StatusSuccess)
	e.Changes = c.changed(before)
	if !c.Add(e) {
		c.drop(b)
		return 0, *e.Status
	}
	return b.Handle, ndis.StatusSuccess
}

// refusedWhole goes through all checks of a structure that is to be added.
func (r *reading) refusedWhole() (ndis.Status, bool) {
	if status, refused := r.refused(structureChecks, r.sizes()...); refused {
		return status, true
	}
	if r.Off&r.family() != 0 {
		if status, refused := r.off(r.record.Layout.Structure.Name); refused {
			return status, true
		}
	}
	r.of = int(min(r.value(pathNumExtHdrs), constant(headersGroup, headersMost)))
	if status, refused := r.refused(bundleChecks); refused {
		return status, true
	}
	for i := range r.of {
		r.element = i
		if status, refused := r.refused(elementChecks, r.elementFact()); refused {
			return status, true
		}
	}
	return 0, false
}

// facts are what a bundle is known by.
func (b *Bundle) facts() []trace.Fact {
	facts := trace.Facts("handle", handleText(b.Handle))
	for i := range b.SAs {
		s := &b.SAs[i]
		facts = append(facts, trace.Facts("spi", spiText(s.SPI), "algorithms", s.name())...)
	}
	return facts
}

func handleText(handle uint64) string { return ndis.Hex(handle, 0) }
func spiText(spi uint32) string       { return ndis.Hex(uint64(spi), 8) }

func (c *Card) count() []trace.Fact {
	return trace.Facts("bundles", strconv.Itoa(len(c.bundles)), "capacity", strconv.Itoa(c.Capabilities.Capacity))
}

// changed is how the number of bundles changed.
func (c *Card) changed(before string) []trace.Change {
	return []trace.Change{{Party: miniportParty, Name: "securityAssociations", Before: before, After: strconv.Itoa(len(c.bundles))}}
}

// DeleteSA handles OID_TCP_TASK_IPSEC_OFFLOAD_V2_DELETE_SA: a list of structures
// from an address on.
func (c *Card) DeleteSA(memory Memory, address uint64) Result {
	list, status, ok := c.list(deleteSA, memory, address)
	if !ok {
		return Result{Status: status}
	}
	result := Result{Status: ndis.StatusSuccess}
	for _, p := range list {
		if status := c.remove(c.read(deleteSA, p)); status != ndis.StatusSuccess {
			result.Status = status
		}
	}
	return result
}

// remove deletes the bundle of one structure. For a handle that is none the
// documentation knows no status but success.
func (c *Card) remove(r *reading) ndis.Status {
	if status, refused := r.refused(structureChecks, r.sizes()...); refused {
		return status
	}
	b := c.bundles[r.value(pathHandle)]
	if b == nil {
		e := withStatus(asked(RuleDeleteUnknown, r.Object, trace.Ignored, r.facts("handle=OffloadHandle")), ndis.StatusSuccess)
		c.Add(e)
		return ndis.StatusSuccess
	}
	before := strconv.Itoa(len(c.bundles))
	c.drop(b)
	e := withStatus(asked(RuleDeleted, r.Object, trace.Accepted, r.facts("handle=OffloadHandle")), ndis.StatusSuccess)
	e.Changes = c.changed(before)
	if !c.Add(e) {
		c.bundles[b.Handle] = b
		return *e.Status
	}
	return ndis.StatusSuccess
}

// UpdateSA handles OID_TCP_TASK_IPSEC_OFFLOAD_V2_UPDATE_SA: the upper half of an
// association's sequence numbers. The documentation speaks of a list; the structure
// has no member for one.
func (c *Card) UpdateSA(memory Memory, address uint64) Result {
	list, status, ok := c.list(updateSA, memory, address)
	if !ok {
		return Result{Status: status}
	}
	r := c.read(updateSA, list[0])
	if status, refused := r.refused(structureChecks, r.sizes()...); refused {
		return Result{Status: status}
	}
	return Result{Status: c.update(r)}
}

func (c *Card) update(r *reading) ndis.Status {
	facts := r.facts("handle=OffloadHandle operation=Operation spi=Spi high=SequenceNumberHighOrder")
	s := c.updated(r)
	for _, k := range []struct {
		rule  trace.Rule
		holds bool
	}{
		{RuleUpdateUnknown, s == nil},
		{RuleUpdateNoESN, !c.Capabilities.ExtendedSequence || s != nil && !s.Extended},
	} {
		if !k.holds {
			continue
		}
		e := withStatus(asked(k.rule, r.Object, trace.Rejected, facts), ndis.StatusInvalidParameter)
		if !c.Add(e) {
			return *e.Status
		}
	}
	e := withStatus(asked(RuleUpdated, r.Object, trace.Accepted, facts), ndis.StatusSuccess)
	if c.Add(e) && s != nil {
		s.High = uint32(r.value(pathHigh))
	}
	return *e.Status
}

// updated is the association that an update names, nil where there is none.
func (c *Card) updated(r *reading) *SA {
	b := c.bundles[r.value(pathHandle)]
	if b == nil {
		return nil
	}
	for i := range b.SAs {
		s := &b.SAs[i]
		operation := operationESP
		if s.AH {
			operation = operationAH
		}
		if uint64(s.SPI) == r.value(pathSPI) && r.value(pathOperation) == constant(operationGroup, operation) {
			return s
		}
	}
	return nil
}

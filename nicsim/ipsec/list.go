package ipsec

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// list finds the structures of a request before any of them is looked into: a list
// that leads out of the memory, or has more structures than the memory has room
// for, is refused whole. ok is false where the request ends here.
func (c *Card) list(structure string, memory Memory, address uint64) (list []Place, status ndis.Status, ok bool) {
	if adds := structure == addSA || structure == addSAEx; !c.Capabilities.On() && (adds || len(c.bundles) == 0) {
		if status, refused := c.off(structure); refused {
			return nil, status, false
		}
	}
	for at := address; ; {
		p, found := memory.At(at)
		if !found {
			return c.refuseList(RuleListOutside, structure, at, list)
		}
		r := c.read(structure, p)
		if list = append(list, p); len(list) > memory.Size()/r.record.Layout.Size+1 {
			return c.refuseList(RuleListEndless, structure, at, nil)
		}
		slot, linked := r.record.Layout.Find(pathNext)
		if at = 0; linked && r.record.Present(slot) {
			at = r.value(pathNext)
		}
		if at == 0 {
			return list, 0, true
		}
	}
}

// refuseList is the end of a request whose list is none. Where the rule is switched
// off, the structures that were found count.
func (c *Card) refuseList(rule trace.Rule, structure string, at uint64, found []Place) ([]Place, ndis.Status, bool) {
	e := withStatus(asked(rule, trace.NoObject, trace.Rejected,
		trace.Facts("structure", structure, "address", handleText(at), "found", strconv.Itoa(len(found)))), ndis.StatusInvalidParameter)
	if !c.Add(e) {
		return nil, *e.Status, false
	}
	return found, ndis.StatusInvalidParameter, len(found) > 0
}

// off refuses a structure because there is no IPsec offload for it. What was added
// before can still be deleted.
func (c *Card) off(structure string) (ndis.Status, bool) {
	e := withStatus(asked(RuleOffloadOff, trace.NoObject, trace.Rejected, trace.Facts("structure", structure)), ndis.StatusNotSupported)
	if c.Add(e) {
		return 0, false
	}
	return *e.Status, true
}

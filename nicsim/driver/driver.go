package driver

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
	"strconv"
)

// Driver is what a driver does where it matters for versions. The zero Driver
// supports every 6.x version and sends what is right.
type Driver struct {
	Profile           string       // id/ladder of profiles.txt; own fields override it
	Call              int          // 5 or 6: the registration function; 0: as the version that it registers suggests
	Build             ndis.Version // compiled for, which is what "sizeof" means; 0: the highest it can register
	Supports          []ndis.Range // registers the highest of these versions that the host has
	Ladder            []Rung       // first match wins
	Register          ndis.Version // passes this, whatever the host
	Sends             []Send       // first match wins
	Handlers          Handlers
	UniqueName        *string // a filter's; nil: as its INF says
	DriverObjectNull  bool
	Skips             []string     // attributes that the miniport does not set
	Initialize        *ndis.Status // what MiniportInitializeEx returns; nil: as it went
	SetOptions        *ndis.Status // what its SetOptions handler returns; nil: it has none, or success
	DriverEntry       *ndis.Status // what DriverEntry returns though NDIS took the registration; nil: success
	Media             []string     // a protocol's MediumArray; nil: every medium
	Opens             string       // the name of the adapter that a protocol opens; "": the one that NDIS told it
	Understands       []Understanding
	Exact             []string // structures of which the driver takes no other revision than its own
	Linked            []string // members of NDIS_OFFLOAD_PARAMETERS for which the driver has one switch
	SupportedRevision SupportedRevision
	Clone             string // "copies": copies SupportedRevision back; "": drops it, as the boilerplate does
	Answers           []Answer
}

// Answer is the status that a driver answers requests with an OID with, in place
// of what is right. NDIS_STATUS_PENDING: it keeps them.
type Answer struct {
	OID    string // official name, or hex
	Status ndis.Status
}

// Rung is a step of a version ladder: on these hosts the driver registers a
// version, the host's own, or refuses by itself.
type Rung struct {
	Hosts    ndis.Range
	Register ndis.Version
	Host     bool
	Fail     *ndis.Status
}

// complete reports whether the rung says what the driver does.
func (r *Rung) complete() bool { return r.Register != 0 || r.Host || r.Fail != nil }

// Send is what a driver sends in place of what is right. Nil and empty fields
// are as they should be.
type Send struct {
	Structure  string // official name
	Where      string // "default", "hardware", "indication", "request"; "": everywhere
	Registered ndis.Range
	Revision   *int
	Size       *int
	Sizeof     bool // Size is sizeof of the structure at Build
	Type       *ndis.ObjectType
	Delivered  *int // bytes that arrive
	Null       bool // the pointer is NULL
	Members    []codec.Assignment
}

// Handlers are members of the characteristics structure that are NULL though
// they would be named, or named though they would be NULL.
type Handlers struct{ Omit, Add []string }

// Understanding is the highest revision of a structure that the driver knows.
type Understanding struct {
	Structure string
	Revision  int
}

// SupportedRevision is what the driver writes into NDIS_OID_REQUEST: the truth,
// nothing, or a number.
type SupportedRevision struct {
	Never  bool
	Number *int
}

// String is how scenarios say it: "never", a number, "" for what is honest.
func (r SupportedRevision) String() string {
	switch {
	case r.Never:
		return "never"
	case r.Number != nil:
		return strconv.Itoa(*r.Number)
	}
	return ""
}

// Choice is what a driver makes of the host's version.
type Choice struct {
	Register ndis.Version
	Refuse   *ndis.Status // the driver does not call NDIS, and returns this
	How      How
}

// How says by what a driver chose.
type How uint8

// The ways to choose.
const (
	BySupport  How = iota // the highest supported version that the host has
	ByLadder              // a rung
	ByItself              // without asking
	ByNoChoice            // nothing fits
)

// Choose picks the version to register on a host. Where nothing fits, the driver
// refuses with NDIS_STATUS_UNSUPPORTED_REVISION, as those that were read do.
func (d *Driver) Choose(host ndis.Version) Choice {
	switch {
	case d.Register != 0:
		return Choice{Register: d.Register, How: ByItself}
	case len(d.Ladder) > 0:
		return d.climb(host)
	}
	var best ndis.Version
	for _, v := range d.Supported() {
		if v <= host {
			best = v
		}
	}
	if best == 0 {
		return refusal()
	}
	return Choice{Register: best, How: BySupport}
}

func (d *Driver) climb(host ndis.Version) Choice {
	for _, rung := range d.Ladder {
		switch {
		case !rung.Hosts.Has(host):
		case rung.Fail != nil:
			return Choice{Refuse: rung.Fail, How: ByLadder}
		case rung.Host:
			return Choice{Register: host, How: ByLadder}
		default:
			return Choice{Register: rung.Register, How: ByLadder}
		}
	}
	return refusal()
}

func refusal() Choice {
	status := ndis.StatusUnsupportedRevision
	return Choice{Refuse: &status, How: ByNoChoice}
}

// Supported lists the versions the driver supports, oldest first: those it
// names, or every 6.x version.
func (d *Driver) Supported() []ndis.Version {
	ranges := d.Supports
	if len(ranges) == 0 {
		ranges = []ndis.Range{{First: ndis.V60}}
	}
	var all []ndis.Version
	for _, v := range ndis.Versions() {
		for _, r := range ranges {
			if r.Has(v) {
				all = append(all, v)
				break
			}
		}
	}
	return all
}

// Highest is the highest version that the driver can register on any host.
func (d *Driver) Highest() ndis.Version {
	var highest ndis.Version
	for _, host := range ndis.Versions() {
		highest = max(highest, d.Choose(host).Register)
	}
	return highest
}

// BuiltFor is the version that the driver is compiled for.
func (d *Driver) BuiltFor() ndis.Version {
	if d.Build != 0 {
		return d.Build
	}
	return d.Highest()
}

// Legacy reports whether the driver calls the functions of NDIS 3.0 to 5.1 when
// it registers that version.
func (d *Driver) Legacy(registers ndis.Version) bool {
	if d.Call != 0 {
		return d.Call < int(ndis.V60.Major())
	}
	return registers != 0 && registers < ndis.V60 && registers.Major() >= 3
}

// Sending is the first entry for a structure at a place and a registered
// version, nil where the driver sends what is right.
func (d *Driver) Sending(structure, where string, registered ndis.Version) *Send {
	for i := range d.Sends {
		s := &d.Sends[i]
		if s.Structure == structure && (s.Where == "" || s.Where == where) && s.Registered.Has(registered) {
			return s
		}
	}
	return nil
}

// Skip reports whether the driver leaves out a call.
func (d *Driver) Skip(what string) bool {
	for _, skipped := range d.Skips {
		if skipped == what {
			return true
		}
	}
	return false
}

// Knows is the highest revision of a structure that the driver understands; ok
// is false where it says nothing of its own.
func (d *Driver) Knows(structure string) (revision int, ok bool) {
	for _, u := range d.Understands {
		if u.Structure == structure {
			return u.Revision, true
		}
	}
	return 0, false
}

// Answer is the driver's own answer to requests with an OID; ok is false where it
// does what is right.
func (d *Driver) Answer(name string) (status ndis.Status, ok bool) {
	for _, a := range d.Answers {
		if a.OID == name {
			return a.Status, true
		}
	}
	return 0, false
}

package oid

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
)

// Type is a kind of request: NDIS_REQUEST_TYPE.
type Type uint8

// The types.
const (
	Query Type = iota
	Set
	Statistics // query of statistics
	Method
)

var types = [...]struct{ name, official string }{
	{"query", "NdisRequestQueryInformation"},
	{"set", "NdisRequestSetInformation"},
	{"statistics", "NdisRequestQueryStatistics"},
	{"method", "NdisRequestMethod"},
}

// String is the type in lower case.
func (t Type) String() string { return types[t].name }

// Official is the type's name in NDIS_REQUEST_TYPE.
func (t Type) Official() string { return types[t].official }

// Types lists the types.
func Types() []Type { return []Type{Query, Set, Statistics, Method} }

// ParseType reads what [Type.String] prints.
func ParseType(text string) (Type, bool) {
	for _, t := range Types() {
		if t.String() == text {
			return t, true
		}
	}
	return 0, false
}

// Reads reports whether requests of the type only ask for something.
func (t Type) Reads() bool { return t == Query || t == Statistics }

// Path is an interface for requests.
type Path uint8

// The paths.
const (
	Regular     Path = iota
	Direct           // from NDIS 6.1
	Synchronous      // from NDIS 6.80
)

// path is a row: with which function, and the handlers by which drivers take part.
type path struct {
	name string
	call map[trace.PartyKind]string // who asks with which function
	down map[trace.PartyKind]string // the handler that a request comes to
	back map[trace.PartyKind]string // the handler that it comes back to
}

var paths = [...]path{
	Regular: {"regular",
		map[trace.PartyKind]string{trace.Protocol: "NdisOidRequest", trace.Filter: "NdisFOidRequest"},
		map[trace.PartyKind]string{trace.Filter: "OidRequestHandler", trace.Miniport: "OidRequestHandler"},
		map[trace.PartyKind]string{trace.Filter: "OidRequestCompleteHandler", trace.Protocol: "OidRequestCompleteHandler"}},
	Direct: {"direct",
		map[trace.PartyKind]string{trace.Protocol: "NdisDirectOidRequest", trace.Filter: "NdisFDirectOidRequest"},
		map[trace.PartyKind]string{trace.Filter: "DirectOidRequestHandler", trace.Miniport: "DirectOidRequestHandler"},
		map[trace.PartyKind]string{trace.Filter: "DirectOidRequestCompleteHandler", trace.Protocol: "DirectOidRequestCompleteHandler"}},
	Synchronous: {"synchronous",
		map[trace.PartyKind]string{trace.Protocol: "NdisSynchronousOidRequest", trace.Filter: "NdisFSynchronousOidRequest"},
		map[trace.PartyKind]string{trace.Filter: "SynchronousOidRequestHandler", trace.Miniport: "SynchronousOidRequestHandler"},
		map[trace.PartyKind]string{trace.Filter: "SynchronousOidRequestCompleteHandler"}},
}

// String is the path in lower case.
func (p Path) String() string { return paths[p].name }

// Since is the version that the path came with: that of a miniport's handler.
func (p Path) Since() ndis.Version {
	s := catalog.MustLookup("NDIS_MINIPORT_DRIVER_CHARACTERISTICS")
	layout, err := s.Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		panic(err) // the options are the catalogue's own
	}
	return max(s.Since, layout.Slot(ndis.Path(p.Handler(trace.Miniport))).Since)
}

// Call is the function with which a kind of driver makes requests, "" where it
// has none.
func (p Path) Call(kind trace.PartyKind) string { return paths[p].call[kind] }

// Handler is the member of the characteristics to which requests come.
func (p Path) Handler(kind trace.PartyKind) string { return paths[p].down[kind] }

// Completion is the member of the characteristics to which requests come back,
// "" where the kind of driver needs none.
func (p Path) Completion(kind trace.PartyKind) string { return paths[p].back[kind] }

// Paths lists the paths.
func Paths() []Path { return []Path{Regular, Direct, Synchronous} }

// ParsePath reads what [Path.String] prints.
func ParsePath(text string) (Path, bool) {
	for _, p := range Paths() {
		if p.String() == text {
			return p, true
		}
	}
	return 0, false
}

// Request is an OID request on its way: NDIS_OID_REQUEST, as far as decisions
// depend on it.
type Request struct {
	Type              Type
	Path              Path
	OID               catalog.OID
	InformationBuffer []byte // nil: NULL
	Length            int    // of the buffer, in bytes
	Timeout           int    // in seconds, 0: none
}

// Outcome is how a request ended. The counters are in bytes.
type Outcome struct {
	Status            ndis.Status
	BytesWritten      int
	BytesRead         int
	BytesNeeded       int
	SupportedRevision int
}

package negotiate

import "ndisplayground/ndis/trace"

// Kind is a kind of driver, and what registering one is called.
type Kind struct {
	Party           trace.PartyKind
	Call            string // of NDIS 6
	Characteristics string // the structure that it takes
	LegacyCall      string // of NDIS 3.0 to 5.1
	Legacy          string // the structure that takes
	TypeDefault     bool   // Type 0x80 is let pass (multiplexer sample, mux.c:147,198)
}

// The kinds of drivers.
var (
	Miniport = &Kind{trace.Miniport, "NdisMRegisterMiniportDriver", "NDIS_MINIPORT_DRIVER_CHARACTERISTICS", "NdisMRegisterMiniport", "NDIS_MINIPORT_CHARACTERISTICS", true}
	Filter   = &Kind{trace.Filter, "NdisFRegisterFilterDriver", "NDIS_FILTER_DRIVER_CHARACTERISTICS", "NdisIMRegisterLayeredMiniport", "NDIS_MINIPORT_CHARACTERISTICS", false}
	Protocol = &Kind{trace.Protocol, "NdisRegisterProtocolDriver", "NDIS_PROTOCOL_DRIVER_CHARACTERISTICS", "NdisRegisterProtocol", "NDIS_PROTOCOL_CHARACTERISTICS", true}
)

// Kinds lists the kinds of drivers.
func Kinds() []*Kind { return []*Kind{Miniport, Filter, Protocol} }

package ipsec

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// Capabilities are what is switched on of a card's IPsec offload: the members of
// NDIS_IPSEC_OFFLOAD_V2.
type Capabilities struct {
	IPv6, IPv4Options, IPv6Extensions  bool
	AH, ESP, AHAndESP                  bool
	Transport, Tunnel, TransportTunnel bool
	ExtendedSequence                   bool
	UDP, Authentication, Encryption    uint64 // flags
	Capacity                           int    // bundles
}

// CapabilityStructure has the capabilities, on its own or as a member of
// NDIS_OFFLOAD.
const CapabilityStructure = "NDIS_IPSEC_OFFLOAD_V2"

// Members of it.
const (
	pathIPv6             ndis.Path = "IPv6Supported"
	pathIPv4Options      ndis.Path = "IPv4Options"
	pathIPv6Extensions   ndis.Path = "IPv6NonIPsecExtensionHeaders"
	pathAH               ndis.Path = "Ah"
	pathESP              ndis.Path = "Esp"
	pathAHAndESP         ndis.Path = "AhEspCombined"
	pathTransport        ndis.Path = "Transport"
	pathTunnel           ndis.Path = "Tunnel"
	pathTransportTunnel  ndis.Path = "TransportTunnelCombined"
	pathExtendedSequence ndis.Path = "ExtendedSequenceNumbers"
	pathUDP              ndis.Path = "UdpEsp"
	pathAuthentications  ndis.Path = "AuthenticationAlgorithms"
	pathEncryptions      ndis.Path = "EncryptionAlgorithms"
	pathCapacity         ndis.Path = "SaOffloadCapacity"

	pathEncapsulation = "Encapsulation"
)

// ReadCapabilities reads the members out of a record: NDIS_OFFLOAD with at
// "IPsecV2", or [CapabilityStructure] with at "". What is out of reach is off.
func ReadCapabilities(r *codec.Record, at ndis.Path) Capabilities {
	get := func(path ndis.Path) uint64 {
		if at != "" {
			path = at + "." + path
		}
		return number(r, path)
	}
	on := func(path ndis.Path) bool { return get(path) != 0 }
	return Capabilities{
		IPv6: on(pathIPv6), IPv4Options: on(pathIPv4Options), IPv6Extensions: on(pathIPv6Extensions),
		AH: on(pathAH), ESP: on(pathESP), AHAndESP: on(pathAHAndESP),
		Transport: on(pathTransport), Tunnel: on(pathTunnel), TransportTunnel: on(pathTransportTunnel),
		ExtendedSequence: on(pathExtendedSequence),
		UDP:              get(pathUDP), Authentication: get(pathAuthentications), Encryption: get(pathEncryptions),
		Capacity: int(get(pathCapacity)),
	}
}

// On reports whether the card does any IPsec.
func (c *Capabilities) On() bool { return c.AH || c.ESP }

// offers reports whether an algorithm is on. A NULL encryption is one too.
func (c *Capabilities) offers(a *algorithm) bool {
	if a == nil {
		return true
	}
	if a.group == encryptionGroup {
		return c.Encryption&a.bit != 0
	}
	return c.Authentication&a.bit != 0
}

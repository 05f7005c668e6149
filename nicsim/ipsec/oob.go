package ipsec

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// Structures of the out-of-band information of a NET_BUFFER_LIST.
const (
	InfoStructure       = "NDIS_IPSEC_OFFLOAD_V2_NET_BUFFER_LIST_INFO"
	tunnelInfoStructure = "NDIS_IPSEC_OFFLOAD_V2_TUNNEL_NET_BUFFER_LIST_INFO"
	HeaderInfoStructure = "NDIS_IPSEC_OFFLOAD_V2_HEADER_NET_BUFFER_LIST_INFO"
)

// Members of them.
const (
	pathSendHandle   ndis.Path = "Transmit.OffloadHandle"
	pathTunnelHandle ndis.Path = "Transmit.TunnelHandle"
	pathSendNext     ndis.Path = "Transmit.NextHeader"
	pathSendPad      ndis.Path = "Transmit.PadLength"
	pathSendAH       ndis.Path = "Transmit.AhHeaderOffset"
	pathSendESP      ndis.Path = "Transmit.EspHeaderOffset"
	pathDeleteReq    ndis.Path = "Receive.SaDeleteReq"
	pathDone         ndis.Path = "Receive.CryptoDone"
	pathNextDone     ndis.Path = "Receive.NextCryptoDone"
	pathStatus       ndis.Path = "Receive.CryptoStatus"
	pathRecvNext     ndis.Path = "Receive.NextHeader"
	pathRecvPad      ndis.Path = "Receive.PadLength"
	pathRecvSet      ndis.Path = "Receive.HeaderInfoSet"
)

// OOB are the bytes of the three structures; nil for one that is not there.
type OOB struct {
	Info, Tunnel, Header []byte
}

// Transmit is what the transport says of a packet that it sends. Offsets count from
// the IP header, in units of four bytes.
type Transmit struct {
	Offload, Tunnel     uint64 // handles, 0 for none
	NextHeader          uint8
	PadLength           uint8
	AHOffset, ESPOffset uint8
}

// CryptoStatus is what came of a received packet.
type CryptoStatus uint16

// The results, as the DDI reference of the structure has them.
const (
	CryptoSuccess CryptoStatus = iota
	CryptoGenericError
	CryptoTransportAHFailed
	CryptoTransportESPFailed
	CryptoTunnelAHFailed
	CryptoTunnelESPFailed
	CryptoInvalidSyntax
	CryptoInvalidProtocol
)

// String is the constant's name.
func (s CryptoStatus) String() string {
	names := []string{"CRYPTO_SUCCESS", "CRYPTO_GENERIC_ERROR", "CRYPTO_TRANSPORT_AH_AUTH_FAILED", "CRYPTO_TRANSPORT_ESP_AUTH_FAILED",
		"CRYPTO_TUNNEL_AH_AUTH_FAILED", "CRYPTO_TUNNEL_ESP_AUTH_FAILED", "CRYPTO_INVALID_PACKET_SYNTAX", "CRYPTO_INVALID_PROTOCOL"}
	if int(s) < len(names) {
		return names[s]
	}
	return ndis.Hex(uint64(s), 0)
}

// Receive is what the miniport says of a packet that it indicates. The zero value
// is that of one that the card did not process.
type Receive struct {
	DeleteRequested bool
	Done, NextDone  bool
	Status          CryptoStatus
	HeaderInfo      bool // the two below are set
	NextHeader      uint8
	PadLength       uint8
}

func record(structure string, arch ndis.Arch, bytes []byte) *codec.Record {
	layout := must(catalog.MustLookup(structure).Layout(catalog.Options{Arch: arch}))
	if bytes == nil {
		bytes = make([]byte, layout.Size)
	}
	return codec.Decode(layout, bytes)
}

// number is a member's value; what is not there counts as zero.
func number(r *codec.Record, path ndis.Path) uint64 {
	return r.Number(path)
}

// ReadTransmit reads the structures of a packet that is sent.
func ReadTransmit(arch ndis.Arch, o OOB) Transmit {
	info, tunnel, header := record(InfoStructure, arch, o.Info), record(tunnelInfoStructure, arch, o.Tunnel), record(HeaderInfoStructure, arch, o.Header)
	return Transmit{
		Offload:    number(info, pathSendHandle),
		Tunnel:     number(tunnel, pathTunnelHandle),
		NextHeader: uint8(number(header, pathSendNext)),
		PadLength:  uint8(number(header, pathSendPad)),
		AHOffset:   uint8(number(header, pathSendAH)),
		ESPOffset:  uint8(number(header, pathSendESP)),
	}
}

// OOB is the structures of a packet that is sent.
func (t Transmit) OOB(arch ndis.Arch) OOB {
	return OOB{
		write(InfoStructure, arch, member{pathSendHandle, t.Offload}),
		write(tunnelInfoStructure, arch, member{pathTunnelHandle, t.Tunnel}),
		write(HeaderInfoStructure, arch, member{pathSendNext, uint64(t.NextHeader)}, member{pathSendPad, uint64(t.PadLength)}, member{pathSendAH, uint64(t.AHOffset)}, member{pathSendESP, uint64(t.ESPOffset)}),
	}
}

// OOB is the structures of a packet that is indicated.
func (t Receive) OOB(arch ndis.Arch) OOB {
	return OOB{
		Info:   write(InfoStructure, arch, member{pathDeleteReq, bit(t.DeleteRequested)}, member{pathDone, bit(t.Done)}, member{pathNextDone, bit(t.NextDone)}, member{pathStatus, uint64(t.Status)}),
		Header: write(HeaderInfoStructure, arch, member{pathRecvNext, uint64(t.NextHeader)}, member{pathRecvPad, uint64(t.PadLength)}, member{pathRecvSet, bit(t.HeaderInfo)}),
	}
}

// ReadReceive reads the structures of a packet that was indicated.
func ReadReceive(arch ndis.Arch, o OOB) Receive {
	info, header := record(InfoStructure, arch, o.Info), record(HeaderInfoStructure, arch, o.Header)
	return Receive{
		DeleteRequested: number(info, pathDeleteReq) != 0,
		Done:            number(info, pathDone) != 0,
		NextDone:        number(info, pathNextDone) != 0,
		Status:          CryptoStatus(number(info, pathStatus)),
		HeaderInfo:      number(header, pathRecvSet) != 0,
		NextHeader:      uint8(number(header, pathRecvNext)),
		PadLength:       uint8(number(header, pathRecvPad)),
	}
}

// member is a member and its value.
type member struct {
	path  ndis.Path
	value uint64
}

// write makes a structure of its members. A handle that is wider than a pointer of
// the architecture is none of this card's, and stays out.
func write(structure string, arch ndis.Arch, members ...member) []byte {
	r := record(structure, arch, nil)
	for _, m := range members {
		_ = r.SetValue(m.path, m.value)
	}
	return r.Bytes()
}

func bit(set bool) uint64 {
	if set {
		return 1
	}
	return 0
}

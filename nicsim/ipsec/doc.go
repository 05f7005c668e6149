// Package ipsec is the part of a network card that does IPsec task offload
// version 2: security associations that the TCP/IP transport adds, and packets
// that the card encrypts, signs, checks and decrypts, with real algorithms.
//
// [Card.AddSA] reads the structures of the OID requests, as they lie in the
// simulated machine's memory; [Card.Send] and [Card.Receive] process frames with
// their out-of-band information. Each decision is a trace event; callers branch on
// what is returned with it.
//
//	card := ipsec.NewCard(recorder, ndis.X64, capabilities)
//	result := card.AddSA(memory, address)
//	sent := card.Send(frame, ipsec.Transmit{Offload: result.Handles[0]})
//
// As in Windows, the transport frames a packet before the card gets it: headers,
// SPI, sequence number, padding and trailer are there, with room for the IV and the
// ICV. [Bundle.Frame] does that, [Bundle.Strip] takes it all away again; the card
// writes in place and never moves a byte. Whether a sequence number came before is
// the transport's to find out.
//
// There is no randomness here. An IV comes from a counter that each security
// association keeps: the counter itself where an IV must not repeat (AES-GCM,
// AES-GMAC), the counter encrypted with the association's key where it must not be
// foreseen (CBC). So a run can be repeated byte by byte; do not use it to protect
// anything.
//
// The package finds no headers by itself: that is nicsim/packet. It knows no OID
// paths, no drivers and no states: those are nicsim's. Read card.go next.
package ipsec

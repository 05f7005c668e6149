// Package capture reads and writes capture files: pcap of both byte orders, with
// micro- and nanoseconds, and pcapng in; pcap out.
//
// [Read] gives the packets of a file, up to where it is damaged, and says what is
// wrong and at which byte. [Write] makes a file of packets that Wireshark opens.
// These two are what most readers need.
//
// It is the only package that knows the pcap library, which weighs more than the
// bench itself: a program for the browser that need not read captures at once
// should not import it, but load it apart; nicsim/capture/kind tells such files
// without it. Nothing here looks into a packet (nicsim/packet does), and compressed
// files are not unpacked.
package capture

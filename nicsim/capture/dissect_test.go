// What other programs say, which are not there in a browser.
//go:build !js

package capture_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/capture"
	"ndisplayground/nicsim/scenario"
	"ndisplayground/web/tools/need"
)

// made are the packets that hardware makes in a scenario: those on the wire, and
// those that it indicates.
func made(t *testing.T, s scenario.Scenario) (all []capture.Packet) {
	t.Helper()
	tr, problems := scenario.Run(s)
	if tr == nil {
		t.Fatal(problems)
	}
	trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
		if e.Rule == nicsim.RuleOnTheWire || e.Rule == nicsim.RuleIndicatesPacket {
			all = append(all, capture.Packet{Begin: capture.Ethernet, Data: tr.Objects[e.Object].Bytes})
		}
		return true
	})
	return all
}

// dissected is what tshark says of packets: a line each, of fields.
func dissected(t *testing.T, packets []capture.Packet, fields ...string) [][]string {
	t.Helper()
	need.Tool(t, "tshark")
	file, problem := capture.Write(packets)
	if problem != nil {
		t.Fatal(problem)
	}
	name := filepath.Join(t.TempDir(), "made.pcap")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("tshark", "-r", name, "-T", "fields", "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE")
	for _, f := range fields {
		command.Args = append(command.Args, "-e", f)
	}
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for line := range strings.Lines(string(out)) {
		all = append(all, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	if len(all) != len(packets) {
		t.Fatalf("tshark saw %d packets of %d", len(all), len(packets))
	}
	return all
}

func TestTsharkFindsNothingMalformed(t *testing.T) {
	var all []capture.Packet
	var from []string
	for _, e := range scenario.Library() {
		for _, p := range made(t, e.Scenario) {
			all, from = append(all, p), append(from, e.Name)
		}
	}
	if len(all) < 50 {
		t.Fatalf("the library makes %d packets only", len(all))
	}
	for i, line := range dissected(t, all, "frame.protocols", "_ws.malformed") {
		if line[1] != "" {
			t.Errorf("%s: malformed %s: % x", from[i], line[0], all[i].Data)
		}
	}
}

// Each large packet is cut by the card, whatever it is in; tshark takes the pieces
// apart, and adds their checksums up.
func TestTsharkFindsTheChecksumsOfSegmentsRight(t *testing.T) {
	const pieces, good = 3, "1"
	var all []capture.Packet
	var asked []string
	for _, in := range []string{"eth/", "eth/vlan/", "eth/ipv4/udp/vxlan/eth/", "eth/ipv6/udp/vxlan/eth/", "eth/ipv4/nvgre/eth/"} {
		for _, inner := range []string{"ipv4/tcp/data ask:lso2", "ipv6/tcp/data ask:lso2", "ipv4/udp/data ask:uso", "ipv6/udp/data ask:uso"} {
			packet := in + inner
			if strings.Count(packet, "eth/") > 1 {
				packet += ",encapsulated"
			}
			cut := made(t, sends(t, packet))
			if len(cut) != pieces {
				t.Fatalf("%s: %d packets, want %d", packet, len(cut), pieces)
			}
			all, asked = append(all, cut...), append(asked, packet)
		}
	}
	damaged := slices.Clone(all[0].Data)
	damaged[len(damaged)-1]++
	all, asked = append(all, capture.Packet{Begin: capture.Ethernet, Data: damaged}), append(asked, "damaged")
	for i, line := range dissected(t, all, "_ws.malformed", "ip.checksum.status", "tcp.checksum.status", "udp.checksum.status") {
		packet, statuses := asked[i/pieces], strings.Join(line[1:], ",")
		transport := line[2]
		if strings.HasSuffix(packet, "uso") || strings.HasSuffix(packet, "uso,encapsulated") {
			transport = line[3][len(line[3])-1:] // the inner one
		}
		if right := line[0] == "" && !strings.Contains(statuses, "0") && transport == good; right == (packet == "damaged") {
			t.Errorf("%s: %q", packet, line)
		}
	}
}

// sends is a scenario in which the reference card, all of it enabled, cuts one
// packet into three.
func sends(t *testing.T, packet string) scenario.Scenario {
	t.Helper()
	s, problems := scenario.ParseText("host 6.89\nminiport\nprotocol\nsteps[0] start\nsteps[1] send " + packet + " data.length=2500 mss:1000\n")
	if problems != nil {
		t.Fatal(problems)
	}
	return s
}

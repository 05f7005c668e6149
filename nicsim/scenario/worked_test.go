package scenario

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

// played is a worked case that has run.
type played struct {
	*testing.T
	*trace.Trace
	name string
}

func playCase(t *testing.T, name string) played {
	t.Helper()
	for _, c := range readCases(t) {
		if c.name == name {
			return played{t, play(t, strings.ReplaceAll(strings.TrimSpace(c.text), "\n", ";")), name}
		}
	}
	t.Fatalf("no case %s", name)
	return played{}
}

// events lists what happened in a step, -1 in all, as "rule verdict".
func (p played) events(step int) (events []string) {
	trace.Walk(p.Events, func(e *trace.Event, _ int) bool {
		if step < 0 || e.Step == step {
			events = append(events, string(e.Rule)+" "+e.Verdict.String())
		}
		return true
	})
	return events
}

// inOrder wants events of a step one after the other, others between them.
func (p played) inOrder(step int, wanted ...string) {
	p.Helper()
	events := p.events(step)
	for _, want := range wanted {
		at := slices.Index(events, want)
		if at < 0 {
			p.Errorf("%s: step %d lacks %s at its place: %v", p.name, step, want, p.events(step))
			return
		}
		events = events[at+1:]
	}
}

// without wants no event of rules in a step.
func (p played) without(step int, rules ...string) {
	p.Helper()
	for _, event := range p.events(step) {
		if rule, _, _ := strings.Cut(event, " "); slices.Contains(rules, rule) {
			p.Errorf("%s: step %d says %s", p.name, step, event)
		}
	}
}

// objects are those of a structure and a name, in their order.
func (p played) objects(structure, name string) (found []trace.Object) {
	for _, o := range p.Objects {
		if o.Structure == structure && strings.HasPrefix(o.Name, name) {
			found = append(found, o)
		}
	}
	return found
}

// reply is what a step's request came back with.
func (p played) reply(step int) []byte {
	p.Helper()
	if p.Outcome.Steps[step].Object == nil {
		p.Fatalf("%s: step %d has no reply", p.name, step)
	}
	return p.Objects[*p.Outcome.Steps[step].Object].Bytes
}

// members reads "MEMBER=NUMBER ..." of bytes.
func (p played) members(structure string, content []byte, wanted string) {
	p.Helper()
	layout, err := catalog.MustLookup(structure).Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		p.Fatal(err)
	}
	record := codec.Decode(layout, content)
	for _, want := range strings.Fields(wanted) {
		path, number, _ := strings.Cut(want, "=")
		if got := strconv.FormatUint(record.Number(ndis.Path(path)), 10); got != number {
			p.Errorf("%s: %s is %s, want %s", p.name, path, got, number)
		}
	}
}

// handles are what the card wrote into the structures of a step, 0 for none.
func (p played) handles() (handles []uint64) {
	for _, o := range p.objects("IPSEC_OFFLOAD_V2_ADD_SA", "answered") {
		layout, _ := catalog.MustLookup(o.Structure).Layout(catalog.Options{Arch: ndis.X64})
		handles = append(handles, codec.Decode(layout, o.Bytes).Number("OffloadHandle"))
	}
	return handles
}

const ipsecOfTheCase = "IPsecV2.Encapsulation=2 IPsecV2.IPv6Supported=1 IPsecV2.Ah=1 IPsecV2.Esp=1 IPsecV2.AhEspCombined=0 IPsecV2.Transport=1 IPsecV2.Tunnel=1 " +
	"IPsecV2.AuthenticationAlgorithms=2 IPsecV2.EncryptionAlgorithms=12 IPsecV2.SaOffloadCapacity=64 IPsecV2.LsoSupported=0 IPsecV2.UdpEsp=0"

func TestIPsecIsReportedAtStartAndReadBack(t *testing.T) {
	p := playCase(t, "c10-ipsec-reported-at-start")
	p.inOrder(0, "miniport.initializes accepted", "miniport.sets-attributes accepted", "offload.kept accepted", "miniport.initialized accepted", "protocol.binds accepted", "protocol.bound accepted")
	for name, want := range map[string]string{"NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES": "9e01", "NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES": "9f01", "NDIS_MINIPORT_ADAPTER_OFFLOAD_ATTRIBUTES": "a001"} {
		if got := hex.EncodeToString(p.objects(name, "")[0].Bytes[:2]); got != want {
			t.Errorf("%s begins %s", name, got)
		}
	}
	offloads := p.objects("NDIS_OFFLOAD", "")
	capable, bound := p.objects("NDIS_OFFLOAD", "HardwareOffloadCapabilities")[0], offloads[2]
	reply := p.reply(1)
	for name, content := range map[string][]byte{"hardware": capable.Bytes, "the protocol's": bound.Bytes, "the reply": reply} {
		if !bytes.Equal(content, offloads[0].Bytes) || hex.EncodeToString(content[:4]) != "a7029000" {
			t.Errorf("%s: % x", name, content)
		}
	}
	p.members("NDIS_OFFLOAD", reply, ipsecOfTheCase)
	if bind := p.objects("NDIS_BIND_PARAMETERS", "")[0].Bytes; bind[1] != 2 {
		t.Errorf("bind parameters of revision %d", bind[1])
	}
	p.inOrder(1, "request.ndis-answers accepted")
	p.without(1, "request.arrives")
	if paused := slices.Index(p.events(0), "miniport.initialized accepted"); paused < 0 || slices.Index(p.events(0), "stack.restarts accepted") < paused {
		t.Error("the adapter is not paused between its start and the stack's")
	}
}

func TestReconfiguringGoesInItsOrder(t *testing.T) {
	p := playCase(t, "c11-reconfigure-to-esp-only")
	p.inOrder(1, "parameters.keywords-rewritten accepted", "request.arrives accepted", "parameters.applied accepted", "status.indicated accepted", "offload.config-replaced accepted", "request.completes accepted")
	p.members("NDIS_OFFLOAD", p.reply(2), "IPsecV2.Ah=0 IPsecV2.Esp=1")
	p.members("NDIS_OFFLOAD", p.reply(3), "IPsecV2.Ah=1 IPsecV2.Esp=1")
	p.members("NDIS_OFFLOAD", p.reply(7), "IPsecV2.Ah=0 IPsecV2.Esp=1")
	wrong := playCase(t, "c11-a-value-that-does-not-exist")
	wrong.without(1, "parameters.keywords-rewritten", "parameters.applied", "status.indicated", "offload.config-replaced")
}

func TestSupportedRevisionSaysWhatWasDone(t *testing.T) {
	p := playCase(t, "c12-supported-revision-tells-the-truth")
	p.members("NDIS_OFFLOAD", p.reply(2), "IPsecV2.Ah=0 IPsecV2.Esp=0 LsoV2.IPv4.MinSegmentCount=2")
	p = playCase(t, "c13-supported-revision-lost-in-a-clone")
	p.inOrder(1, "request.handled accepted", "request.supported-revision-dropped adjusted", "request.supported-revision-missing tolerated")
}

func TestHandlesSayWhichAssociationWasAdded(t *testing.T) {
	p := playCase(t, "c17-list-of-two-where-one-fits")
	if got := p.handles(); len(got) != 3 || got[0] == 0 || got[1] != 0 || got[2] != 0 {
		t.Errorf("handles %#x", got)
	}
	p.inOrder(2, "sa.over-capacity rejected")
	p.without(2, "sa.added")
	one := playSteps(t, addIn4+" list:2")
	if got := (played{t, one, "ADD_SA_EX"}).events(1); strings.Count(strings.Join(got, " "), "sa.added accepted") != 1 {
		t.Errorf("ADD_SA_EX is for one association: %v", got)
	}
}

func TestAssociationsStayUntilTheyAreDeleted(t *testing.T) {
	p := playCase(t, "c18-deleting-a-pair")
	p.inOrder(4, "ipsec.opened accepted", "ipsec.delete-requested accepted", "packet.indicated accepted")
	p.inOrder(5, "ipsec.sealed accepted")
	for step, want := range map[int]string{6: "1", 7: "0"} {
		trace.Walk(p.Events, func(e *trace.Event, _ int) bool {
			if e.Step == step && e.Rule == "sa.deleted" && e.Changes[0].After != want {
				t.Errorf("after step %d there are %s associations", step, e.Changes[0].After)
			}
			return true
		})
	}
	p.without(8, "packet.on-the-wire")
	p.inOrder(9, "ipsec.no-handle accepted", "packet.on-the-wire accepted")
}

func TestAProtectedPacketWaitsForTheEncapsulation(t *testing.T) {
	p := playCase(t, "c19-protected-packet-before-and-after")
	p.inOrder(2, "ipsec.receive-not-active ignored", "packet.indicated accepted")
	if got := len(p.objects("NDIS_IPSEC_OFFLOAD_V2_NET_BUFFER_LIST_INFO", "")); got != 1 {
		t.Errorf("%d packets have information of IPsec, want the last one", got)
	}
	p = playCase(t, "c19-encapsulation-activates")
	if set := p.objects("NDIS_OFFLOAD_ENCAPSULATION", "")[0].Bytes; !bytes.Equal(set, p.reply(2)) || hex.EncodeToString(set[:2]) != "a801" {
		t.Errorf("set % x, answered % x", set, p.reply(2))
	}
	p.without(2, "request.arrives")
}

func TestNetKVMChangesNothingThatItRefuses(t *testing.T) {
	for _, name := range []string{"c20-nineteen-bytes", "c20-lso-that-contradicts", "c20-rsc-without-rsc"} {
		playCase(t, name).without(1, "parameters.applied", "status.indicated", "offload.config-replaced")
	}
	p := playCase(t, "c20-a-short-one-that-is-right")
	p.inOrder(1, "parameters.applied accepted", "status.indicated accepted", "request.completes accepted")
	p.members("NDIS_OFFLOAD", p.objects("NDIS_OFFLOAD", "StatusBuffer")[0].Bytes, "Checksum.IPv4Transmit.TcpChecksum=0 Checksum.IPv4Receive.TcpChecksum=0 Checksum.IPv4Transmit.UdpChecksum=1 LsoV2.IPv4.MinSegmentCount=2")
}

package scenario

import (
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
)

// answered is the NDIS_OFFLOAD that a query came back with.
func answered(t *testing.T, tr *trace.Trace, step int) *codec.Record {
	t.Helper()
	out := tr.Outcome.Steps[step]
	if out.Object == nil {
		t.Fatalf("step %d: %+v", step, out)
	}
	bytes := tr.Objects[*out.Object].Bytes
	header, _ := codec.HeaderOf(bytes)
	layout, err := catalog.MustLookup(hardware.Offload).Layout(catalog.Options{Arch: ndis.X64, Revision: int(header.Revision)})
	if err != nil {
		t.Fatal(err)
	}
	return codec.Decode(layout, bytes)
}

func TestReconfiguringLeavesTheHardwareAsItIs(t *testing.T) {
	tr := play(t, "host 6.1;miniport.register 6.1;protocol.register 6.1;steps[0] start;steps[1] set OID_TCP_OFFLOAD_PARAMETERS IPsecV2=3;"+
		"steps[2] query OID_TCP_OFFLOAD_CURRENT_CONFIG;steps[3] query OID_TCP_OFFLOAD_HARDWARE_CAPABILITIES;"+
		"steps[4] stop;steps[5] start;steps[6] query OID_TCP_OFFLOAD_CURRENT_CONFIG")
	for step, want := range map[int][2]uint64{2: {0, 1}, 3: {1, 1}, 6: {0, 1}} {
		r := answered(t, tr, step)
		if got := [2]uint64{r.Number("IPsecV2.Ah"), r.Number("IPsecV2.Esp")}; got != want {
			t.Errorf("step %d: Ah and Esp %v, want %v", step, got, want)
		}
	}
}

func TestWhatAnOldFilterSwitchedOffComesBackAsTheCardHasItNow(t *testing.T) {
	for parameters, want := range map[string][2]uint64{"RscIPv4=0": {1, 1}, "RscIPv4=1": {0, 1}, "RscIPv4=1 RscIPv6=1": {0, 0}} {
		tr := play(t, "host 6.89;miniport;protocol;filters[0].register 6.20;steps[0] start;steps[1] detach filter.1;"+
			"steps[2] set OID_TCP_OFFLOAD_PARAMETERS "+parameters+";steps[3] attach filter.1;steps[4] query OID_TCP_OFFLOAD_CURRENT_CONFIG;"+
			"steps[5] detach filter.1;steps[6] query OID_TCP_OFFLOAD_CURRENT_CONFIG")
		for step, want := range map[int][2]uint64{4: {}, 6: want} {
			r := answered(t, tr, step)
			if got := [2]uint64{r.Number("Rsc.IPv4.Enabled"), r.Number("Rsc.IPv6.Enabled")}; got != want {
				t.Errorf("%s, step %d: %v, want %v", parameters, step, got, want)
			}
		}
	}
}

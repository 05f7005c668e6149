package scenario

import (
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

func parsed(t testing.TB, text string) Scenario {
	t.Helper()
	s, problems := ParseText(text)
	if Errors(problems) {
		t.Fatal(errorsOf(problems))
	}
	return s
}

// What NetKVM registers on each host is the ladder of its sources.
func TestASweepIsTheDriversLadder(t *testing.T) {
	s := parsed(t, "host 6.89\nminiport.profile netkvm/build686\nprotocol\nfilters[0]\n")
	sweep := s.SweepHosts("miniport")
	want := map[string]string{
		"5.0": "", "5.1": "", "5.2": "", "6.0": "6.30", "6.1": "6.30", "6.20": "6.30", "6.30": "6.30", "6.40": "6.30", "6.50": "6.30", "6.51": "6.30", "6.60": "6.30", "6.70": "6.30",
		"6.80": "6.80", "6.81": "6.80", "6.82": "6.80", "6.83": "6.83", "6.84": "6.83", "6.85": "6.85", "6.86": "6.86", "6.87": "6.86", "6.88": "6.86", "6.89": "6.89",
	}
	if len(sweep.Hosts) != len(want) || sweep.Versions != nil {
		t.Fatalf("%d hosts, want %d", len(sweep.Hosts), len(want))
	}
	for row, host := range sweep.Hosts {
		cell := sweep.Cells[row][0]
		tooNew := host >= ndis.V60 && host < ndis.V630
		if tooNew {
			if cell.Registered != 0 || cell.Rule != "registration.version-above-host" || *cell.Status != ndis.StatusBadVersion {
				t.Errorf("%s: %+v", host, cell)
			}
			continue
		}
		if got := cell.Registered; want[host.String()] == "" && got != 0 || want[host.String()] != "" && got.String() != want[host.String()] {
			t.Errorf("%s: registered %s, want %q", host, got, want[host.String()])
		}
	}
}

// A filter that never looked at 6.80 fails there, whatever the host.
func TestASweepOverVersionsShowsWhereAHeaderFits(t *testing.T) {
	s := parsed(t, "host 6.89\nfilters[0]\nfilters[1].sends[0] FILTER_DRIVER_CHARACTERISTICS.2\n")
	sweep := s.SweepVersions("filters[1]")
	for row, host := range sweep.Hosts {
		for column, version := range sweep.Versions {
			cell, rule := sweep.Cells[row][column], trace.Rule("")
			switch {
			case version > host:
				rule = "registration.version-above-host"
			case version < ndis.V61:
				rule = "registration.revision-new"
			case version >= ndis.V680:
				rule = "registration.revision-old"
			}
			if cell.Rule != rule || (cell.Verdict == trace.Rejected) != (rule != "") {
				t.Errorf("%s on %s: %+v, want %q", version, host, cell, rule)
			}
			opened := s.Opened("filters[1]", cell)
			tr, _ := Run(opened)
			if got := tr.Outcome.Filters[1].Registered; got != cell.Registered {
				t.Errorf("%s on %s: opened, it registers %s, in the sweep %s", version, host, got, cell.Registered)
			}
		}
	}
}

func TestASweepOfNobodyIsNone(t *testing.T) {
	s := parsed(t, "host 6.89\nminiport\n")
	if s.SweepHosts("filters[0]") != nil || s.SweepVersions("protocol") != nil {
		t.Error("a sweep of a driver that is not there")
	}
}

func BenchmarkSweepOverHosts(b *testing.B) {
	s := parsed(b, "host 6.89\nminiport.profile netkvm/build686\n")
	b.ReportAllocs()
	for b.Loop() {
		s.SweepHosts("miniport")
	}
}

func BenchmarkSweepOverHostsAndVersions(b *testing.B) {
	s := parsed(b, "host 6.89\nfilters[0]\n")
	b.ReportAllocs()
	for b.Loop() {
		s.SweepVersions("filters[0]")
	}
}

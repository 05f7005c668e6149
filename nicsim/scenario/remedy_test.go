package scenario

import (
	"strings"
	"testing"

	"ndisplayground/ndis/trace"
)

func TestRemediesPutTheFirstTroubleRight(t *testing.T) {
	for text, want := range map[string]string{
		"host 6.89;filters[0].register 6.80;filters[0].sends FILTER_DRIVER_CHARACTERISTICS.2": "header NDIS_FILTER_DRIVER_CHARACTERISTICS 3 240",
		"host 6.89;filters[0].register 6.70;filters[0].sends FILTER_DRIVER_CHARACTERISTICS.1": "header NDIS_FILTER_DRIVER_CHARACTERISTICS 2 224",
		"host 6.0;miniport.register 6.1":                                                       "register 6.0",
		"host 6.20;filters[0].register 20.6":                                                   "register 6.20",
		"host 6.30;miniport.skips general":                                                     "attributes",
		"host 6.30;miniport.initialize RESOURCES":                                              "initialize",
		"host 6.30;miniport.driverObject null":                                                 "driver-object",
		"host 6.30;filters[0].handlers.omit PauseHandler":                                      "handler",
		"host 6.30;filters[0].uniqueName 00112233-4455-6677-8899-AABBCCDDEEFF":                 "unique-name",
		"host 6.30;miniport.sends PM_CAPABILITIES null:true":                                   "",
		"host 6.30;miniport.sends OFFLOAD where:hardware type:0xA8":                            "header NDIS_OFFLOAD 3 156",
		"host 6.30;mode observed;miniport.profile netkvm/build686":                             "header NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES 2 28",
		"host 6.30;miniport.register 5.1":                                                      "register 6.30",
		"host 6.20;miniport.register 5.1;miniport.sends NDIS_MINIPORT_CHARACTERISTICS size:10": "length NDIS_MINIPORT_CHARACTERISTICS 240, register 6.20",
	} {
		s, problems := ParseText(strings.ReplaceAll(text, ";", "\n"))
		if problems != nil {
			t.Fatal(errorsOf(problems))
		}
		before := s.Text()
		tr, _ := Run(s)
		trouble := tr.Decisive()
		if trouble == nil {
			t.Errorf("%s: no trouble", text)
			continue
		}
		var got []string
		for _, r := range s.Remedies(tr, trouble) {
			got = append(got, strings.TrimSpace(r.Name+" "+strings.Join(r.Args, " ")))
			after, _ := Run(r.Scenario)
			if complains(after, trouble, object(tr, trouble)) {
				t.Errorf("%s: %s does not help", text, r.Name)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: first trouble %s\n got %s\nwant %s", text, trouble.Rule, strings.Join(got, ", "), want)
		}
		if s.Text() != before {
			t.Errorf("%s: looking for remedies changed the scenario", text)
		}
	}
}

func TestNothingNeedsARemedyWhereNothingIsWrong(t *testing.T) {
	s, _ := ParseText("host 6.89\nminiport\n")
	tr, _ := Run(s)
	trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
		if e.Verdict == trace.Accepted && s.Remedies(tr, e) != nil {
			t.Errorf("%s has a remedy", e.Rule)
		}
		return true
	})
}

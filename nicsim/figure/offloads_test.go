package figure_test

import (
	"os"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

func offloadsOf(t *testing.T, text string, lang rulebook.Lang) string {
	t.Helper()
	s, problems := scenario.ParseText(strings.ReplaceAll(text, ";", "\n"))
	if len(problems) > 0 {
		t.Fatal(problems[0].Error)
	}
	tr, _ := scenario.Run(s)
	html := figure.Offloads(&s, tr, tr.Length(), lang)
	wellFormed(t, html)
	if strings.Contains(html, "<caption></caption>") || strings.Contains(html, `scope="col"></th>`) {
		t.Errorf("%s: a label has no words", lang)
	}
	return html
}

func TestOffloadsAreWhatNDISBelievesBesideTheHardware(t *testing.T) {
	const off = encapsulated + "keywords.*IPsecOffloadV2 0;steps[2] set OID_TCP_OFFLOAD_PARAMETERS LsoV2IPv4=NDIS_OFFLOAD_PARAMETERS_LSOV2_DISABLED"
	for _, l := range rulebook.Langs() {
		sameAs(t, "offloads."+string(l)+".html", offloadsOf(t, off+";steps[3] set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX", l))
	}
	for name, c := range map[string]struct {
		text string
		want []string
		not  string
	}{
		"nothing has begun":           {"host 6.30", []string{"no offload configuration yet"}, "<table"},
		"what is set is in both":      {off, []string{"<code>*LsoV2IPv4</code></th><td>0</td><td>0</td>", "<code>*IPsecOffloadV2</code></th><td>0</td><td>0</td>"}, "At work"},
		"a keyword waits":             {encapsulated + "steps[2] keyword LsoV2IPv4 0", []string{`<tr class="differs"><th scope="row"><code>*LsoV2IPv4</code></th><td>0</td><td>—</td>`}, "At work"},
		"what is not told is at work": {off + ";miniport.skips indication", []string{"At work: —"}, "\x00"},
		"an association":              {encapsulated + "steps[2] set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX", []string{"Security associations: 1", "0x00001000 outbound", "AES_GCM_128"}, "\x00"},
		"a deleted one":               {encapsulated + "steps[2] set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX;steps[3] set OID_TCP_TASK_IPSEC_OFFLOAD_V2_DELETE_SA sa:1", []string{"Encapsulation set for"}, "Security associations"},
		"a family that is off":        {encapsulated + "steps[2] set OID_OFFLOAD_ENCAPSULATION IPv6.Enabled=2", []string{"Encapsulation set for</dt><dd>IPv4"}, "At work"},
		"one of before the halt":      {encapsulated + "steps[2] set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX;steps[3] stop", []string{"Encapsulation set for"}, "Security associations"},
		"a transport that is stopped": {"host 6.30;miniport;protocol;steps[0] start;steps[1] keyword Tcpip.DisableTaskOffload 1", []string{"forbids the TCP/IP transport all"}, "\x00"},
	} {
		html := offloadsOf(t, c.text, rulebook.English)
		for _, want := range c.want {
			if !strings.Contains(html, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, html)
			}
		}
		if strings.Contains(html, c.not) {
			t.Errorf("%s: %q is in\n%s", name, c.not, html)
		}
	}
}

func TestOffloadsFollowTheTrace(t *testing.T) {
	s, _ := scenario.ParseText("host 6.30\nminiport\nprotocol\n")
	tr, _ := scenario.Run(s)
	for at := trace.Tick(0); at <= tr.Length(); at++ {
		wellFormed(t, figure.Offloads(&s, tr, at, rulebook.Japanese))
	}
	if html := figure.Offloads(&s, tr, 1, rulebook.English); strings.Contains(html, "<table") {
		t.Error("offloads are known before the miniport has said them")
	}
}

// What does not go together stands there, and why; where all of it does, nothing.
func TestWhatACardLacksIsShownAndWhy(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"nothing": {encapsulated, nil},
		"a member": {"host 6.89;nic xdpmp;miniport;protocol", []string{
			"<code>LsoV2.IPv6.MaxOffLoadSize</code></th><td>LsoV2.IPv6.IpExtensionHeadersSupported </td></tr><tr><td colspan=\"2\" class=\"hint\">Each segment has headers of its own"}},
		"a flag": {"host 6.89;nic reference;nic.capabilities.IPsecV2.Encapsulation 0;miniport;protocol", []string{
			"<code>IPsecV2.*</code></th><td>IPsecV2.Encapsulation NDIS_ENCAPSULATION_IEEE_802_3</td>"}},
		"too much": {"host 6.89;nic reference;nic.capabilities.LsoV1.IPv4.MaxOffLoadSize 70000;miniport;protocol", []string{
			"<code>LsoV1.IPv4.MaxOffLoadSize</code></th><td>LsoV1.IPv4.MaxOffLoadSize ≤ 65536</td>"}},
		"what a keyword takes": {"host 6.89;miniport;protocol;keywords.*TCPChecksumOffloadIPv4 0", []string{
			"<code>LsoV2.IPv4.MaxOffLoadSize</code></th><td>Checksum.IPv4Transmit.TcpChecksum "}},
	} {
		html := offloadsOf(t, c.text, rulebook.English)
		if strings.Contains(html, "Does not go together") != (c.want != nil) {
			t.Errorf("%s: %s", name, html)
		}
		for _, want := range c.want {
			if !strings.Contains(html, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, html)
			}
		}
	}
}

func TestEachRuleOfWhatGoesTogetherHasItsWhy(t *testing.T) {
	text, err := os.ReadFile("../hardware/companions.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range ndis.DataLines(string(text)) {
		rule, _, _ := strings.Cut(line, " ")
		for _, l := range rulebook.Langs() {
			if rulebook.Label("lacks-"+rule, l) == "" {
				t.Errorf("%s has no words in %s", rule, l)
			}
		}
	}
}

package catalog

import (
	"errors"
	"strings"
	"testing"

	"ndisplayground/ndis"
)

func TestOIDsAreListedOnceWithTheirHeaders(t *testing.T) {
	const want = 1042
	seen := map[string]bool{}
	for _, o := range OIDs() {
		if seen[o.Name] || !strings.HasPrefix(o.Name, "OID_") || o.Header == "" || o.Since != 0 && !o.Since.Listed() {
			t.Errorf("%+v", o)
		}
		seen[o.Name] = true
	}
	if len(OIDs()) != want {
		t.Errorf("%d OIDs, want %d", len(OIDs()), want)
	}
}

func TestOIDsReadByNameAndValue(t *testing.T) {
	for text, want := range map[string]OID{
		"OID_GEN_SUPPORTED_LIST":       {0x00010101, "OID_GEN_SUPPORTED_LIST", 0, "ntddndis.h"},
		"GEN_CO_SUPPORTED_LIST":        {0x00010101, "OID_GEN_CO_SUPPORTED_LIST", 0, "ntddndis.h"},
		"0x00010101":                   {0x00010101, "OID_GEN_SUPPORTED_LIST", 0, "ntddndis.h"},
		"4228055554":                   {0xFC030202, "OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA", ndis.V61, "ntddndis.h"},
		"OID_DOT11_OFFLOAD_CAPABILITY": {0x0D010300, "OID_DOT11_OFFLOAD_CAPABILITY", ndis.V60, "windot11.h"},
		"0x12345678":                   {Value: 0x12345678},
	} {
		got, err := OIDNamed(text)
		if err != nil || got.Value != want.Value || got.Name != want.Name || got.Header != want.Header {
			t.Errorf("%s: %+v %v, want %+v", text, got, err, want)
		}
	}
	_, err := OIDNamed("OID_GEN_SUPORTED_LIST")
	var e *ndis.Error
	if !errors.As(err, &e) || e.Code != CodeOIDUnknown || len(e.Suggestions) == 0 || e.Suggestions[0] != "OID_GEN_SUPPORTED_LIST" {
		t.Errorf("a slip of the pen: %v", err)
	}
	if got := OIDOf(0x12345678).String(); got != "0x12345678" {
		t.Errorf("without a name it is %s", got)
	}
}

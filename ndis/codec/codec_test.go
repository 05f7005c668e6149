package codec

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

func layoutOf(t testing.TB, name string, o catalog.Options) *catalog.Layout {
	t.Helper()
	layout, err := catalog.MustLookup(name).Layout(o)
	if err != nil {
		t.Fatal(err)
	}
	return layout
}

// everyLayout visits each structure's newest definition and each of its
// revisions on each architecture.
func everyLayout(t testing.TB, visit func(*catalog.Layout)) {
	for _, s := range catalog.All() {
		for _, arch := range ndis.Archs() {
			visit(layoutOf(t, s.Name, catalog.Options{Arch: arch}))
			for _, r := range s.Revisions {
				visit(layoutOf(t, s.Name, catalog.Options{Arch: arch, Revision: r.Number}))
			}
		}
	}
}

func randomBytes(seed uint64, n int) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

func TestEncodeFillsTheHeaderOfEachOffloadRevision(t *testing.T) {
	// Headers as the nine cases of driver traces show them, little-endian.
	want := [][]byte{
		{0xA7, 1, 0x70, 0}, {0xA7, 2, 0x90, 0}, {0xA7, 3, 0x9C, 0}, {0xA7, 4, 0xB1, 0},
		{0xA7, 5, 0xBC, 0}, {0xA7, 6, 0xD8, 0}, {0xA7, 7, 0xD8, 0}, {0xA7, 8, 0xD9, 0},
	}
	for i, header := range want {
		for _, arch := range ndis.Archs() {
			b, err := Encode(layoutOf(t, "NDIS_OFFLOAD", catalog.Options{Arch: arch, Revision: i + 1}), nil)
			if err != nil || !bytes.Equal(b[:4], header) || len(b) != int(header[2]) {
				t.Errorf("revision %d on %s: % x, %d bytes, %v", i+1, arch, b[:4], len(b), err)
			}
		}
	}
}

func TestEncodePutsIPsecV2WhereTheHeaderHasIt(t *testing.T) {
	// AH and ESP, SHA-1, 3DES and AES-GCM-128, 64 security associations.
	b, err := Encode(layoutOf(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64, Revision: 2}), []Assignment{
		{"IPsecV2.Encapsulation", "NDIS_ENCAPSULATION_IEEE_802_3"}, {"IPsecV2.IPv6Supported", "TRUE"}, {"IPsecV2.Ah", "1"}, {"IPsecV2.Esp", "TRUE"},
		{"IPsecV2.Transport", "TRUE"}, {"IPsecV2.Tunnel", "TRUE"},
		{"IPsecV2.AuthenticationAlgorithms", "IPSEC_OFFLOAD_V2_AUTHENTICATION_SHA_1"},
		{"IPsecV2.EncryptionAlgorithms", "IPSEC_OFFLOAD_V2_ENCRYPTION_3_DES_CBC | IPSEC_OFFLOAD_V2_ENCRYPTION_AES_GCM_128"},
		{"IPsecV2.SaOffloadCapacity", "64"},
	})
	want := []byte{
		2, 0, 0, 0, // Encapsulation
		1, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, // eleven BOOLEANs and one byte of padding
		0, 0, 0, 0, 2, 0, 0, 0, 0xC, 0, 0, 0, 64, 0, 0, 0,
	}
	if err != nil || !bytes.Equal(b[112:], want) {
		t.Errorf("%v\n got % x\nwant % x", err, b[112:], want)
	}
}

func TestEachLeafHasItsOwnBits(t *testing.T) {
	everyLayout(t, func(l *catalog.Layout) {
		for _, leaf := range l.Leaves {
			r := Decode(l, make([]byte, l.Size))
			slot := l.Slots[leaf.Slot]
			r.reach = l.Size
			if err := r.SetValue(slot.Path, leaf.Mask); err != nil {
				t.Fatal(err)
			}
			mask := r.mask(slot.Path)
			want := make([]byte, len(r.Bytes()))
			copy(want[mask.offset:], mask.bits)
			if got, _ := r.Value(slot.Path); !bytes.Equal(r.Bytes(), want) || got != leaf.Mask {
				t.Errorf("%s.%s: % x, want % x", l.Structure.Name, slot.Path, r.Bytes(), want)
			}
			if leaf.Mask != ^uint64(0) && r.SetValue(slot.Path, leaf.Mask+1) == nil {
				t.Errorf("%s.%s takes more than it holds", l.Structure.Name, slot.Path)
			}
		}
	})
}

func TestWriteOfAReadIsTheSameBytes(t *testing.T) {
	everyLayout(t, func(l *catalog.Layout) {
		b := randomBytes(uint64(l.Size), l.Size)
		r := Decode(l, b)
		r.reach = l.Size
		values := r.Read(nil)
		again := Decode(l, b)
		again.reach = l.Size
		again.Write(values)
		if !bytes.Equal(again.Bytes(), r.Bytes()) {
			t.Errorf("%s %+v: bytes change", l.Structure.Name, l.Options)
		}
	})
}

func TestTextIsWhatPeopleWrite(t *testing.T) {
	offload := layoutOf(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64})
	request := layoutOf(t, "NDIS_STATUS_INDICATION", catalog.Options{Arch: ndis.X64})
	sa := layoutOf(t, "IPSEC_OFFLOAD_V2_ADD_SA_EX", catalog.Options{Arch: ndis.X64})
	general := layoutOf(t, "NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES", catalog.Options{Arch: ndis.X64})
	bind := layoutOf(t, "NDIS_BIND_PARAMETERS", catalog.Options{Arch: ndis.X64})
	luid := layoutOf(t, "NDIS_SRIOV_PF_LUID_INFO", catalog.Options{Arch: ndis.X64})
	arp := layoutOf(t, "NDIS_PM_PROTOCOL_OFFLOAD", catalog.Options{Arch: ndis.X64})
	endpoint := layoutOf(t, "NDIS_NDK_CONNECTION_ENTRY", catalog.Options{Arch: ndis.X64})
	for _, c := range []struct {
		layout     *catalog.Layout
		path       ndis.Path
		text, want string
	}{
		{offload, "Header.Type", "OFFLOAD", "NDIS_OBJECT_TYPE_OFFLOAD"},
		{offload, "Header.Type", "0x82", "0x82"},
		{offload, "Flags", "IPSEC_OFFLOAD_V2_AND_TCP_CHECKSUM_COEXISTENCE|OFFLOAD_FLAGS_GROUP_CHECKSUM_CAPABILITIES", "NDIS_OFFLOAD_FLAGS_GROUP_CHECKSUM_CAPABILITIES | IPSEC_OFFLOAD_V2_AND_TCP_CHECKSUM_COEXISTENCE"},
		{offload, "Flags", "0x11", "NDIS_OFFLOAD_FLAGS_GROUP_CHECKSUM_CAPABILITIES | 0x10"},
		{offload, "Checksum.IPv4Transmit.IpChecksum", "1", "NDIS_OFFLOAD_SUPPORTED"},
		{offload, "Checksum.IPv4Transmit.IpChecksum", "3", "3"},
		{offload, "IPsecV2.Ah", "true", "TRUE"},
		{offload, "IPsecV2.Ah", "2", "2"},
		{offload, "LsoV2.IPv4.MaxOffLoadSize", "0x10000", "65536"},
		{offload, "Rfc6877Xlat.XlatOffload", "NDIS_RFC6877_464XLAT_OFFLOAD_ENABLED", "NDIS_RFC6877_464XLAT_OFFLOAD_ENABLED"},
		{offload, "Rfc6877Xlat.XlatOffload", "-1", "-1"},
		{request, "StatusCode", "0x40020006", "NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG"},
		{request, "StatusBuffer", "0xffffb000`00001000", "0xffffb00000001000"},
		{request, "StatusBuffer", "NULL", "NULL"},
		{request, "Guid", "{00112233-4455-6677-8899-aabbccddeeff}", "{00112233-4455-6677-8899-AABBCCDDEEFF}"},
		{sa, "IPv4Endpoints.SrcAddr", "192.0.2.1", "192.0.2.1"},
		{sa, "IPv6Endpoints.DestAddr", "2001:db8::1", "2001:db8::1"},
		{general, "CurrentMacAddress", "00:15:5d:01:02:03", "00-15-5D-01-02-03"},
		{general, "MediaType", "NdisMedium802_3", "NdisMedium802_3"},
		{bind, "BoundIfNetluid", "0x0006008001000000", "0x0006008001000000"},
		{bind, "BoundIfNetluid", "999", "0x00000000000003E7"},
		{luid, "Luid", "0x3E7", "0x00000000000003E7"},
		{arp, "ProtocolOffloadParameters.IPv4ARPParameters.HostIPv4Address", "192.0.2.1", "192.0.2.1"},
		{arp, "ProtocolOffloadParameters.IPv4ARPParameters.HostIPv4Address", "c0000201", "192.0.2.1"},
		{endpoint, "Local.Ipv4.sin_addr", "192.0.2.1", "192.0.2.1"},
		{endpoint, "Local.Ipv6.sin6_addr", "2001:db8::1", "2001:db8::1"},
		{endpoint, "Local.Ipv4.sin_zero", "0", "0"},
		{general, "XmitLinkSpeed", "18446744073709551615", "18446744073709551615"},
	} {
		r := New(c.layout)
		i, _ := c.layout.Index(c.path)
		if err := r.SetText(c.path, c.text); err != nil || r.Text(i) != c.want {
			t.Errorf("%s = %q: %q, %v; want %q", c.path, c.text, r.Text(i), err, c.want)
		}
	}
}

func TestIPv4AddressesAreInNetworkOrder(t *testing.T) {
	l := layoutOf(t, "IPSEC_OFFLOAD_V2_ADD_SA_EX", catalog.Options{Arch: ndis.X64})
	r := New(l)
	if err := r.SetText("IPv4Endpoints.SrcAddr", "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	at := l.Slot("IPv4Endpoints.SrcAddr").Offset
	if got := r.Bytes()[at : at+4]; !bytes.Equal(got, []byte{192, 0, 2, 1}) {
		t.Errorf("% x", got)
	}
}

func TestMistakesNameThePlaceAndWhatWouldBeRight(t *testing.T) {
	offload := layoutOf(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64})
	for _, c := range []struct {
		path ndis.Path
		text string
		code ndis.Code
		hint string
	}{
		{"Checksum", "1", CodeNotALeaf, ""},
		{"Checksum.IPv4Transmit.IpChecksum", "4", CodeValueRange, ""},
		{"Checksum.IPv4Transmit.IpChecksum", "-1", CodeValueRange, ""},
		{"Checksum.IPv4Transmit.IpChecksum", "OFFLOAD_SUPORTED", CodeValueSyntax, "NDIS_OFFLOAD_SUPPORTED"},
		{"IPsecV2.Ah", "maybe", CodeValueSyntax, "TRUE"},
		{"Header.Size", "65536", CodeValueRange, ""},
		{"Flags", "NDIS_OFFLOAD_FLAGS_GROUP_CHECKSUM", CodeValueSyntax, "NDIS_OFFLOAD_FLAGS_GROUP_CHECKSUM_CAPABILITIES"},
		{"IPsecV2.AH", "1", catalog.CodeMemberUnknown, "IPsecV2.Ah"},
		{"LsoV2.IPv4.MaxOffLoadSize", "", CodeValueSyntax, ""},
		{"LsoV2.IPv4.MaxOffLoadSize", "4294967296", CodeValueRange, ""},
	} {
		err := New(offload).SetText(c.path, c.text)
		var e *ndis.Error
		if !errors.As(err, &e) || e.Code != c.code || c.hint != "" && !slices.Contains(e.Suggestions, c.hint) {
			t.Errorf("%s = %q: %v, want %s %s", c.path, c.text, err, c.code, c.hint)
		}
	}
	short := layoutOf(t, "IPSEC_OFFLOAD_V2_ADD_SA", catalog.Options{Arch: ndis.X64})
	if err := New(short).SetText("IPv6Endpoints.DestAddr", "2001:0db8:0000:0000:0000:0000:0001"); err == nil {
		t.Error("seven groups are no IPv6 address")
	}
}

func TestUnionArmsMustAgree(t *testing.T) {
	l := layoutOf(t, "NDIS_OFFLOAD_PARAMETERS", catalog.Options{Arch: ndis.X64})
	vxlan, value := ndis.Path("EncapsulationProtocolParameters.VxlanParameters.VxlanUDPPortNumber"), ndis.Path("EncapsulationProtocolParameters.Value")
	if _, err := Encode(l, []Assignment{{vxlan, "4789"}, {value, "4789"}}); err != nil {
		t.Errorf("arms that agree: %v", err)
	}
	_, err := Encode(l, []Assignment{{vxlan, "4789"}, {value, "4790"}})
	var e *ndis.Error
	if !errors.As(err, &e) || e.Code != CodeArmsDiffer || e.Args[0] != string(value) {
		t.Errorf("arms that differ: %v", err)
	}
}

func TestReachIsWhatRevisionSizeAndBytesReach(t *testing.T) {
	full := func(revision int) []byte {
		b, _ := Encode(layoutOf(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64, Revision: revision}), nil)
		return b
	}
	two := layoutOf(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64, Revision: 2})
	short := full(2)
	short[2] = 120 // Header.Size
	for _, c := range []struct {
		name  string
		bytes []byte
		reach int
		has   map[ndis.Path]bool
	}{
		{"all of it", full(2), 144, map[ndis.Path]bool{"IPsecV2": true, "IPsecV2.SaOffloadCapacity": true}},
		{"a newer one", full(3), 144, map[ndis.Path]bool{"IPsecV2": true, "Rsc": false}},
		{"an older one", full(1), 112, map[ndis.Path]bool{"Flags": true, "IPsecV2": false, "IPsecV2.Ah": false}},
		{"a size of 120", short, 120, map[ndis.Path]bool{"IPsecV2": false, "IPsecV2.Ah": true, "IPsecV2.SaOffloadCapacity": false}},
		{"cut after 10", full(2)[:10], 10, map[ndis.Path]bool{"Header": true, "Checksum.IPv4Transmit.Encapsulation": true, "Checksum.IPv4Transmit.IpChecksum": false}},
		{"two bytes", full(2)[:2], 2, map[ndis.Path]bool{"Header": false, "Header.Revision": true}},
		{"none", nil, 0, map[ndis.Path]bool{"Header.Type": false}},
	} {
		r := Decode(two, c.bytes)
		if r.Reach() != c.reach {
			t.Errorf("%s: reaches %d, want %d", c.name, r.Reach(), c.reach)
		}
		for path, want := range c.has {
			if r.Has(path) != want {
				t.Errorf("%s: has %s is %v", c.name, path, !want)
			}
		}
	}
}

func TestAbsentMembersReadAsZero(t *testing.T) {
	b := bytes.Repeat([]byte{0xFF}, 217)
	copy(b, []byte{0xA7, 2, 112, 0})
	r := Decode(layoutOf(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64, Revision: 2}), b)
	if ah, _ := r.Value("IPsecV2.Ah"); ah != 0 {
		t.Errorf("IPsecV2.Ah beyond Header.Size reads as %d", ah)
	}
	i, _ := r.Layout.Index("IPsecV2.Ah")
	if r.Text(i) != "" {
		t.Errorf("... and as %q", r.Text(i))
	}
}

func TestAReusedRecordForgetsWhatItHeld(t *testing.T) {
	l := layoutOf(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64})
	r := Decode(l, bytes.Repeat([]byte{0xFF}, 220))
	r.Reset([]byte{0xA7, 1, 112, 0})
	if !slices.Equal(r.Bytes(), append([]byte{0xA7, 1, 112, 0}, make([]byte, l.Size-4)...)) || r.Reach() != 4 {
		t.Errorf("reaches %d: % x", r.Reach(), r.Bytes())
	}
}

func FuzzDecode(f *testing.F) {
	names := catalog.Names()
	f.Add(uint16(0), uint8(0), []byte{0xA7, 2, 0x90, 0})
	f.Add(uint16(5), uint8(1), []byte{})
	for i, name := range names {
		if l := layoutOf(f, name, catalog.Options{}); l.Tail() != nil {
			b := make([]byte, l.Size+2*l.Stride())
			put(b, l.Beside(l.Tail(), l.Tail().Count.By), 3)
			reachAll(l, b)
			f.Add(uint16(i), uint8(1), b)
		}
	}
	f.Fuzz(func(t *testing.T, which uint16, arch uint8, b []byte) {
		l := layoutOf(t, names[int(which)%len(names)], catalog.Options{Arch: ndis.Archs()[arch%3]})
		r := Decode(l, b)
		values := r.Read(nil)
		if len(values) != len(r.Layout.Leaves) || r.Reach() > len(b) || !bytes.Equal(r.Bytes()[:len(b)], b) {
			t.Errorf("%d values of %d leaves, reaches %d of %d", len(values), len(r.Layout.Leaves), r.Reach(), len(b))
		}
		checkTexts(t, r)
	})
}

// checkTexts holds that the texts of a record, in another one, are its bytes.
func checkTexts(t *testing.T, r *Record) {
	t.Helper()
	back := Decode(r.declared, make([]byte, r.declared.Size))
	if err := back.Assign(texts(r)); err != nil {
		t.Fatalf("%s: %v", r.Layout.Structure.Name, err)
	}
	for i, bits := range covered(r) {
		if i < r.Reach() && (back.Bytes()[i]^r.Bytes()[i])&bits != 0 {
			t.Fatalf("%s %+v: byte %d of % x reads back as %02x", r.Layout.Structure.Name, r.Layout.Options, i, r.Bytes(), back.Bytes()[i])
		}
	}
}

func FuzzSetText(f *testing.F) {
	var layouts []*catalog.Layout
	for _, name := range []string{"NDIS_STATUS_INDICATION", "WWAN_PROVIDER", "NDIS_PM_WOL_PATTERN", "WWAN_SET_SMS_CONFIGURATION", "NDIS_SRIOV_PF_LUID_INFO", "NDK_ADAPTER_INFO"} {
		layouts = append(layouts, layoutOf(f, name, catalog.Options{Arch: ndis.X64}))
	}
	for i := range layouts {
		for _, text := range []string{`"a"`, `"`, `"\xff"`, "日本", "1.2", "0x3E7"} {
			f.Add(uint8(i+1*len(layouts)), text)
		}
	}
	for _, text := range []string{"0", "-1", "0x1`2", "NULL", "A | B", "{00112233-4455-6677-8899-aabbccddeeff}", "00-11", "TRUE"} {
		f.Add(uint8(1), text)
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		l := layouts[int(which)%len(layouts)]
		r := New(l)
		slot := int(which) / len(layouts) % len(l.Slots)
		if r.SetText(l.Slots[slot].Path, text) != nil {
			return
		}
		printed, before := r.Text(slot), bytes.Clone(r.Bytes())
		if err := r.SetText(l.Slots[slot].Path, printed); err != nil || !bytes.Equal(r.Bytes(), before) {
			t.Errorf("%q prints as %q, which reads back as %q, %v", text, printed, r.Text(slot), err)
		}
	})
}

func TestOIDsArePrintedAndReadByName(t *testing.T) {
	r := New(layoutOf(t, "NDIS_OID_REQUEST", catalog.Options{Arch: ndis.X64, Revision: 1}))
	slot, _ := r.Layout.Find("DATA.Oid")
	for text, want := range map[string]string{
		"OID_TCP_OFFLOAD_CURRENT_CONFIG": "OID_TCP_OFFLOAD_CURRENT_CONFIG",
		"TCP_OFFLOAD_CURRENT_CONFIG":     "OID_TCP_OFFLOAD_CURRENT_CONFIG",
		"0x00010102":                     "OID_GEN_HARDWARE_STATUS",
		"0x12345678":                     "0x12345678",
	} {
		if err := r.SetText("DATA.Oid", text); err != nil || r.Text(slot) != want {
			t.Errorf("%s: %s %v, want %s", text, r.Text(slot), err, want)
		}
	}
	err := r.SetText("DATA.Oid", "OID_GEN_HARDWARE_STATU")
	var e *ndis.Error
	if !errors.As(err, &e) || e.Code != CodeValueSyntax || len(e.Suggestions) == 0 || e.Suggestions[0] != "OID_GEN_HARDWARE_STATUS" {
		t.Errorf("a slip of the pen: %v", err)
	}
}

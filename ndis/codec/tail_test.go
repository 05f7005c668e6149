package codec

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// macList is a DOT11_MAC_ADDRESS_LIST that counts so many entries and has some.
func macList(count byte, entries ...byte) []byte {
	b := []byte{0x80, 1, 18, 0, count, 0, 0, 0, 0, 0, 0, 0}
	for _, last := range entries {
		b = append(b, 0, 0x15, 0x5D, 0, 0, last)
	}
	return b
}

func TestATailIsAsLongAsItsCountAndTheBytesSay(t *testing.T) {
	l := layoutOf(t, "DOT11_MAC_ADDRESS_LIST", catalog.Options{Arch: ndis.X64})
	for _, c := range []struct {
		name           string
		bytes          []byte
		texts          []string
		missing, reach int
	}{
		{"all", macList(3, 1, 2, 3), []string{"00-15-5D-00-00-01", "00-15-5D-00-00-02", "00-15-5D-00-00-03"}, 0, 30},
		{"fewer than there are bytes for", macList(2, 1, 2, 3), []string{"00-15-5D-00-00-01", "00-15-5D-00-00-02"}, 0, 24},
		{"more than there are bytes for", macList(9, 1, 2), []string{"00-15-5D-00-00-01", "00-15-5D-00-00-02"}, 7, 24},
		{"part of an entry", macList(2, 1, 2)[:23], []string{"00-15-5D-00-00-01"}, 1, 18},
		{"none of them", macList(2), []string{""}, 2, 12},
		{"none counted: the declared one", macList(0, 1), []string{"00-15-5D-00-00-01"}, 0, 18},
		{"a header that does not reach the count", append([]byte{0x80, 1, 4, 0}, macList(3, 1, 2, 3)[4:]...), []string{""}, 0, 4},
	} {
		r := Decode(l, c.bytes)
		var texts []string
		for i, s := range r.Layout.Slots {
			if r.Layout.Slots[i].Type == "DOT11_MAC_ADDRESS" && s.Parent >= 0 {
				texts = append(texts, r.Text(i))
			}
		}
		tail, _ := r.Layout.Find("MacAddrs")
		if !slices.Equal(texts, c.texts) || r.Missing(tail) != c.missing || r.Missing(0) != 0 || r.Reach() != c.reach {
			t.Errorf("%s: %q, %d missing, reaches %d", c.name, texts, r.Missing(tail), r.Reach())
		}
		if !bytes.Equal(r.Bytes()[:len(c.bytes)], c.bytes) {
			t.Errorf("%s: % x", c.name, r.Bytes())
		}
	}
}

func TestAReusedRecordForgetsItsTail(t *testing.T) {
	l := layoutOf(t, "DOT11_MAC_ADDRESS_LIST", catalog.Options{Arch: ndis.X64})
	r := Decode(l, macList(9, 1, 2))
	r.Reset(macList(1, 7))
	if tail, _ := l.Find("MacAddrs"); r.Layout != l || r.Missing(tail) != 0 || r.Has("MacAddrs[1]") {
		t.Error("it is still long")
	}
}

func TestAnEncodedTailIsAsLongAsItsAssignments(t *testing.T) {
	x64 := catalog.Options{Arch: ndis.X64}
	for _, c := range []struct {
		structure   string
		assignments []Assignment
		tail        []byte // what the bytes end with
	}{
		{"DOT11_MAC_ADDRESS_LIST", []Assignment{{"uNumOfEntries", "2"}, {"MacAddrs[1]", "00-15-5D-00-00-02"}}, macList(2, 0, 2)[18:]},
		{"DOT11_MAC_ADDRESS_LIST", []Assignment{{"MacAddrs[1][5]", "2"}}, []byte{0, 0, 0, 0, 0, 2}},
		{"IPSEC_OFFLOAD_V2_ADD_SA", []Assignment{{"KeyLength", "8"}, {"KeyData", "0102030405060708"}}, []byte{8, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}},
		{"IPSEC_OFFLOAD_V2_ADD_SA", []Assignment{{"KeyData[7]", "8"}, {"KeyData[0]", "1"}}, []byte{1, 0, 0, 0, 0, 0, 0, 8}},
		{"NDIS_PORT_ARRAY", []Assignment{{"ElementSize", "24"}, {"OffsetFirstPort", "32"}, {"Ports[1].PortNumber", "5"}, {"Ports[1].Flags", "6"}}, nil},
	} {
		l := layoutOf(t, c.structure, x64)
		b, err := Encode(l, c.assignments)
		if err != nil || !bytes.HasSuffix(b, c.tail) {
			t.Errorf("%s %v: % x, %v", c.structure, c.assignments, b, err)
		}
		r := Decode(l, b)
		for _, a := range c.assignments {
			if i, ok := r.Layout.Find(a.Path); ok && r.Text(i) == "" && r.Present(i) {
				t.Errorf("%s.%s is lost", c.structure, a.Path)
			}
		}
	}
}

func TestMembersSayWhereATailLies(t *testing.T) {
	l := layoutOf(t, "NDIS_PORT_ARRAY", catalog.Options{Arch: ndis.X64, Revision: 1})
	port := func(b []byte, at int, number byte) []byte {
		b = append(b, make([]byte, max(0, at+l.Stride()-len(b)))...)
		b[at+int(layoutOf(t, "NDIS_PORT_CHARACTERISTICS", catalog.Options{Arch: ndis.X64}).Slot("PortNumber").Offset)] = number
		return b
	}
	stride, first := l.Stride()+8, l.Tail().Offset+16
	head, err := Encode(l, []Assignment{{"NumberOfPorts", "2"}, {"OffsetFirstPort", number(uint64(first))}, {"ElementSize", number(uint64(stride))}})
	if err != nil {
		t.Fatal(err)
	}
	b := port(port(head[:l.Tail().Offset], first, 1), first+stride, 2)
	r := Decode(l, b)
	for path, want := range map[ndis.Path]uint64{"Ports[0].PortNumber": 1, "Ports[1].PortNumber": 2} {
		if got, err := r.Value(path); got != want || err != nil {
			t.Errorf("%s is %d %v, want %d", path, got, err, want)
		}
	}
	back, err := Encode(l, texts(r))
	if err != nil || !bytes.Equal(back, b) {
		t.Errorf("encodes as % x, %v, want % x", back, err, b)
	}
	for _, member := range []ndis.Path{"OffsetFirstPort", "ElementSize"} {
		for _, wrong := range []uint32{1, 1 << 31, 1<<32 - 1} {
			bad := bytes.Clone(b)
			binary.LittleEndian.PutUint32(bad[l.Slot(member).Offset:], wrong)
			r := Decode(l, bad)
			if tail := r.Layout.Tail(); tail.Offset < l.Tail().Offset || r.Reach() > len(bad) {
				t.Errorf("%s %d: the tail lies at %d, reached are %d", member, wrong, tail.Offset, r.Reach())
			}
		}
	}
}

func TestATailThatIsTooLongIsRefused(t *testing.T) {
	list := layoutOf(t, "DOT11_MAC_ADDRESS_LIST", catalog.Options{Arch: ndis.X64})
	for _, path := range []ndis.Path{"MacAddrs[65535]", "MacAddrs[99999999999]", "MacAddrs[-1]", "MacAddrs[x]", "MacAddrs[1", "MacAddrsX[1]"} {
		_, err := Encode(list, []Assignment{{path, "0"}})
		var e *ndis.Error
		if !errors.As(err, &e) || e.Code != catalog.CodeMemberUnknown {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestATailInsideAnotherStructureCountsToo(t *testing.T) {
	l := layoutOf(t, "NDIS_WWAN_UICC_RESPONSE", catalog.Options{Arch: ndis.X64})
	tail := l.Tail()
	length := l.Slots[l.Beside(tail, tail.Count.By).Slot].Path
	b, err := Encode(l, []Assignment{{length, "6"}, {tail.Path, "0102030405ff"}})
	if err != nil {
		t.Fatal(err)
	}
	r := Decode(l, b)
	slot, _ := r.Layout.Find(tail.Path)
	outer := r.Layout.Slots[r.Layout.Slots[slot].Parent]
	if r.Text(slot) != "0102030405ff" || !r.Present(slot) || outer.End() < r.Layout.Slots[slot].End() {
		t.Errorf("%q, inside %+v", r.Text(slot), outer)
	}
}

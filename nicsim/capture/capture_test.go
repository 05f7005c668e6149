package capture

import (
	"bytes"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// spell is what a file has, in a line for each packet, and what is wrong.
func spell(packets []Packet, problems []Problem) []string {
	var all []string
	for _, p := range packets {
		all = append(all, string(p.Begin)+" "+strconv.FormatInt(p.Time, 10)+" "+strconv.Itoa(len(p.Data))+"/"+strconv.Itoa(p.Length))
	}
	for _, p := range problems {
		all = append(all, p.Error())
	}
	return all
}

// The files are made by testdata/make.py; tshark gives the same times and
// lengths.
func TestFilesOfOthersAreRead(t *testing.T) {
	micro := []string{"ethernet 1700000000123457000 54/54", "ethernet 1700000001123457000 48/48", "ethernet 1700000002123457000 126/126"}
	nano := []string{"ethernet 1700000000123456789 54/54", "ethernet 1700000001123456789 48/48", "ethernet 1700000002123456789 126/126"}
	short := func(at string) []string {
		return []string{micro[0], micro[1], "ethernet 1700000002123457000 60/126", at + ": capture-short: 1"}
	}
	raw := []string{"ip 1700000000123457000 40/40", "ip 1700000001123457000 34/34", "ip 1700000002123457000 112/112"}
	for name, want := range map[string][]string{
		"le-micro.pcap":    micro,
		"be-micro.pcap":    micro,
		"le-nano.pcap":     nano,
		"be-nano.pcap":     nano,
		"nano.pcapng":      nano,
		"raw-ip.pcap":      raw,
		"short.pcap":       short("158"),
		"short.pcapng":     short("296"),
		"sll2.pcap":        {"24: capture-link: LINUX_SLL2, 276, 3"},
		"bigendian.pcapng": {"ethernet 1700000001123456000 48/48", "ethernet 0 48/48", "28: capture-link: PROFIBUS_DL, 257, 1"},
		"two-links.pcapng": {raw[0], micro[0], raw[1], micro[1], raw[2], micro[2]},
	} {
		if got := spell(Read(read(t, name))); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestWhatPacketsHoldIsTheSameInEveryFormat(t *testing.T) {
	want, _ := Read(read(t, "le-micro.pcap"))
	for _, name := range []string{"be-micro.pcap", "le-nano.pcap", "be-nano.pcap", "nano.pcapng"} {
		got, _ := Read(read(t, name))
		for i := range want {
			if !bytes.Equal(got[i].Data, want[i].Data) {
				t.Errorf("%s: packet %d is % x", name, i, got[i].Data)
			}
		}
	}
}

func TestADamagedFileGivesWhatComesBefore(t *testing.T) {
	for _, c := range []struct {
		name    string
		cut     int // bytes off the end
		packets int
		at      int
	}{
		{"le-micro.pcap", 1, 2, 158},
		{"le-micro.pcap", 127, 2, 158},
		{"le-micro.pcap", 143, 1, 94},
		{"le-micro.pcap", 290, 0, 0},
		{"nano.pcapng", 1, 2, 0},
		{"nano.pcapng", 4, 2, 0},
	} {
		file := read(t, c.name)
		packets, problems := Read(file[:len(file)-c.cut])
		if len(packets) != c.packets || len(problems) != 1 || problems[0].Code != CodeDamaged || c.at != 0 && problems[0].At != c.at || problems[0].Args[0] != strconv.Itoa(c.packets) {
			t.Errorf("%s without %d bytes: %d packets, %v", c.name, c.cut, len(packets), problems)
		}
	}
}

// Whatever byte is cut off, the packets before are there, and the place of the
// damage is where the first lost one began.
func TestTheDamageBeginsWhereAPacketBegins(t *testing.T) {
	for _, name := range []string{"be-nano.pcap", "nano.pcapng", "bigendian.pcapng"} {
		file := read(t, name)
		all, _ := Read(file)
		for length := range file {
			packets, problems := Read(file[:length])
			for i, p := range packets {
				if !bytes.Equal(p.Data, all[i].Data) {
					t.Fatalf("%s: %d bytes: packet %d is another", name, length, i)
				}
			}
			for _, p := range problems {
				if p.At > length {
					t.Errorf("%s: %d bytes: damage at %d", name, length, p.At)
				}
			}
		}
	}
}

func TestALengthThatLiesCostsNoMemory(t *testing.T) {
	file := bytes.Clone(read(t, "le-micro.pcap")[:24+16+8])
	copy(file[16:], "\xff\xff\xff\xff")                   // the longest packet of the file
	copy(file[24+8:], "\xff\xff\xff\x7f\xff\xff\xff\x7f") // of this packet: in the file, on the wire
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	packets, problems := Read(file)
	runtime.ReadMemStats(&after)
	if len(packets) != 0 || len(problems) != 1 {
		t.Fatal(packets, problems)
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 1<<20 {
		t.Errorf("%d bytes for a file of %d", allocated, len(file))
	}
}

func TestOtherFilesAreNamed(t *testing.T) {
	for file, want := range map[string]string{
		"\x1f\x8b\x08\x00": "0: capture-unknown: gzip",
		"PK\x03\x04":       "0: capture-unknown: zip",
		"text":             "0: capture-unknown: 74657874",
		"":                 "0: capture-unknown: 00000000",
		"\xd4\xc3\xb2\xa1": "0: capture-damaged: 0, 0",
		"\x0a\x0d\x0d\x0a": "0: capture-damaged: 0, 0",
	} {
		if got := spell(Read([]byte(file))); !slices.Equal(got, []string{want}) {
			t.Errorf("%q: %q", file, got)
		}
	}
}

func TestTooManyPacketsAreCut(t *testing.T) {
	empty := append(bytes.Clone(read(t, "le-micro.pcap")[:24]), make([]byte, 16*(MaxPackets+2))...)
	packets, problems := Read(empty)
	if len(packets) != MaxPackets || len(problems) != 1 || problems[0].Code != CodeTooMany {
		t.Error(len(packets), problems)
	}
}

func TestWhatIsWrittenReadsTheSame(t *testing.T) {
	for name, packets := range map[string][]Packet{
		"nothing":      nil,
		"microseconds": {{Ethernet, 1700000000123456000, []byte("frame"), 5}},
		"nanoseconds":  {{Ethernet, 1, []byte{1}, 1}, {Ethernet, 4294967295999999999, []byte{}, 0}},
		"short":        {{IP, 0, []byte{0x45}, 20}},
	} {
		file, err := Write(packets)
		if err != nil {
			t.Fatal(name, err)
		}
		again, problems := Read(file)
		if got, want := spell(again, nil), spell(packets, nil); !slices.Equal(got, want) || len(problems) > 0 && problems[0].Code != CodeShort {
			t.Errorf("%s: %v %v, want %v", name, got, problems, want)
		}
	}
}

func TestFilesOfOthersAreWrittenAsTheyAre(t *testing.T) {
	for _, name := range []string{"le-nano.pcap", "raw-ip.pcap"} {
		file := read(t, name)
		packets, _ := Read(file)
		got, err := Write(packets)
		if err != nil || !bytes.Equal(got[24:], file[24:]) || !bytes.Equal(got[20:24], file[20:24]) {
			t.Errorf("%s: %v % x", name, err, got)
		}
	}
}

func TestWhatNoFileHoldsIsRefused(t *testing.T) {
	for want, packets := range map[string][]Packet{
		"1: capture-unwritable: begin, 1":       {{Ethernet, 0, []byte{1}, 1}, {IP, 0, []byte{1}, 1}},
		"0: capture-unwritable: time, 0":        {{Ethernet, -1, nil, 0}},
		"0: capture-unwritable: time, 1":        {{Ethernet, 4294967296e9, []byte{1}, 1}},
		"0: capture-unwritable: length, 262145": {{Ethernet, 0, make([]byte, MaxLength+1), 0}},
		"0: capture-unwritable: begin, 0":       {{}},
	} {
		if _, err := Write(packets); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// FuzzRead looks for a file that ends in a panic, whose packets take more memory
// than it has, or that reads otherwise once it was written anew.
func FuzzRead(f *testing.F) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		if strings.Contains(e.Name(), ".pcap") {
			f.Add(read(f, e.Name()))
		}
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		packets, problems := Read(file)
		held := 0
		for _, p := range packets {
			held += len(p.Data)
		}
		if held > len(file) {
			t.Fatalf("%d bytes of packets in %d of file", held, len(file))
		}
		for _, p := range problems {
			if p.At < 0 || p.At > len(file) {
				t.Fatal(p)
			}
		}
		again, err := Write(packets)
		if err != nil {
			return
		}
		if same, _ := Read(again); !slices.Equal(spell(same, nil), spell(packets, nil)) {
			t.Fatalf("%v, want %v", spell(same, nil), spell(packets, nil))
		}
	})
}

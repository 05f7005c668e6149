package dump

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// printer prints bytes as a tool does; step is the bytes that it needs at once,
// words whether a cut word could be taken for a whole one.
type printer struct {
	name  string
	step  int
	print func(b []byte, address uint64) string
}

func address(at uint64, wide bool) string {
	if wide {
		return fmt.Sprintf("%08x`%08x", at>>32, uint32(at))
	}
	return fmt.Sprintf("%08x", uint32(at))
}

func hexText(b []byte) string { return hex.EncodeToString(b) }

func dots(b []byte) string {
	text := ""
	for _, c := range b {
		if c < ' ' || c > '~' {
			c = '.'
		}
		text += string(c)
	}
	return text
}

// windbg prints as db, dw, dd, dq do; dc too where text is wanted.
func windbg(command string, width, per int, wide, text bool) printer {
	return printer{command + "/" + strconv.FormatBool(wide), width, func(b []byte, at uint64) string {
		out := "0: kd> " + command + " " + address(at, wide) + "\n"
		for i := 0; i < len(b); i += per {
			row := b[i:min(i+per, len(b))]
			out += address(at+uint64(i), wide) + " "
			line := ""
			for j := 0; j < len(row); j += width {
				sign := " "
				if width == 1 && j == 8 {
					sign = "-"
				}
				line += sign + little(row[j:j+width])
			}
			if out += line; text {
				out += strings.Repeat(" ", 3*per-len(line)+2*width) + dots(row)
			}
			out += "\n"
		}
		return out
	}}
}

func little(b []byte) string {
	text := ""
	for _, c := range b {
		text = fmt.Sprintf("%02x", c) + text
	}
	if len(b) == 8 {
		text = text[:8] + "`" + text[8:]
	}
	return text
}

// bare leaves the command out.
func bare(p printer) printer {
	return printer{p.name + "/bare", p.step, func(b []byte, at uint64) string {
		_, rows, _ := strings.Cut(p.print(b, at), "\n")
		return rows
	}}
}

func printers() []printer {
	var all []printer
	for _, wide := range []bool{false, true} {
		db := windbg("db", 1, 16, wide, true)
		all = append(all, db, bare(db), windbg("dw", 2, 16, wide, false), bare(windbg("dw", 2, 16, wide, false)),
			windbg("dd", 4, 16, wide, false), windbg("dc", 4, 16, wide, true), windbg("dq", 8, 16, wide, false),
			bare(windbg("dq", 8, 16, wide, false)), windbg("dps", map[bool]int{false: 4, true: 8}[wide], map[bool]int{false: 4, true: 8}[wide], wide, false),
			printer{"dyb", 1, func(b []byte, at uint64) string { return bitRows(b, at, wide) }})
	}
	return append(all,
		printer{"wireshark", 1, func(b []byte, _ uint64) string {
			out := ""
			for i := 0; i < len(b); i += 16 {
				row := b[i:min(i+16, len(b))]
				out += fmt.Sprintf("%04x   %-47s   %s\n", i, fmt.Sprintf("% x", row), dots(row))
			}
			return out
		}},
		printer{"hex", 1, func(b []byte, _ uint64) string { return hex.EncodeToString(b) + "\n" }},
		printer{"spaced", 1, func(b []byte, _ uint64) string { return fmt.Sprintf("% X\n", b) }},
		printer{"base64", 1, func(b []byte, _ uint64) string {
			return "data:;base64," + base64.StdEncoding.EncodeToString(b) + "\n"
		}},
		printer{"escaped", 1, func(b []byte, _ uint64) string {
			out := ""
			for _, c := range b {
				out += fmt.Sprintf("\\x%02x", c)
			}
			return "\"" + out + "\"\n"
		}},
		printer{"c", 1, func(b []byte, _ uint64) string {
			out := "static const UCHAR bytes[] = {"
			for i, c := range b {
				out += []string{fmt.Sprintf("%d,", c), fmt.Sprintf(" 0x%02X,", c), fmt.Sprintf("\n\t0%o,", c)}[i%3]
			}
			return out + "\n};\n"
		}},
		printer{"c-ulong", 4, func(b []byte, _ uint64) string {
			out := "ULONG words[] = { "
			for i := 0; i < len(b); i += 4 {
				out += "0x" + little(b[i:i+4]) + ", "
			}
			return out + "};\n"
		}})
}

func bitRows(b []byte, at uint64, wide bool) string {
	out := "          76543210 76543210 76543210 76543210\n          -------- -------- -------- --------\n"
	for i := 0; i < len(b); i += 4 {
		row := b[i:min(i+4, len(b))]
		bits := ""
		for _, c := range row {
			bits += fmt.Sprintf("%08b ", c)
		}
		out += address(at+uint64(i), wide) + "  " + bits + fmt.Sprintf(" % x\n", row)
	}
	return out
}

func TestWhatIsPrintedReadsBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, p := range printers() {
		for range 200 {
			b, at := someBytes(random, p.step)
			text := p.print(b, at)
			d, err := Read(text, Options{})
			if err != nil || !bytes.Equal(d.Bytes, b) {
				t.Errorf("%s: %v\n%s got %x\nwant %x", p.name, err, text, d.Bytes, b)
				break
			}
		}
	}
}

// someBytes are bytes of several kinds, at an address of their own: chance, text,
// hex digits as text, zeros.
func someBytes(random *rand.Rand, step int) ([]byte, uint64) {
	b := make([]byte, step*(1+random.IntN(80/step)))
	kind := random.IntN(4)
	for i := range b {
		switch kind {
		case 0:
			b[i] = byte(random.Uint32())
		case 1:
			b[i] = byte(' ' + random.IntN(95))
		case 2:
			b[i] = "0123456789abcdef "[random.IntN(17)]
		}
	}
	return b, 0x8a00000000 + uint64(random.Uint32()&^7) | 0x10000
}

func TestWhatToolsPrintReadsBack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	file := filepath.Join(t.TempDir(), "bytes")
	for _, command := range []string{
		"xxd", "xxd -e", "xxd -g1", "xxd -g4 -c32", "xxd -u", "xxd -p", "xxd -i", "xxd -b", "xxd -c7", "xxd -a",
		"hexdump -C", "hexdump", "hexdump -x", "od -A x -t x1", "od -A x -t x1z", "od -x", "od -t x4 -A d",
	} {
		parts := strings.Fields(command)
		if _, err := exec.LookPath(parts[0]); err != nil {
			continue
		}
		for range 20 {
			b, _ := someBytes(random, 1)
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(parts[0], append(parts[1:], file)...).Output()
			if err != nil {
				t.Fatal(err)
			}
			d, err := Read("$ "+command+" bytes\n"+string(out), Options{})
			if err != nil || !bytes.Equal(d.Bytes, b) {
				t.Errorf("%s: %v\n%s got %x\nwant %x", command, err, out, d.Bytes, b)
				break
			}
		}
	}
}

func TestACutPasteIsABeginOrRefused(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	refused, read := 0, 0
	for _, p := range printers() {
		for range 100 {
			b, at := someBytes(random, p.step)
			text := p.print(b, at)
			from := strings.Index(text, "\n") + 1
			if rows := strings.LastIndex(text, "--------\n"); rows >= 0 {
				from = rows + len("--------\n")
			}
			if second := strings.Index(text[from:], "\n"); second >= 0 {
				from += second + 1 // a cut address alone is hex digits, and right
			}
			cut := text[:from+random.IntN(len(text)-from+1)]
			d, err := Read(cut, Options{})
			if err != nil {
				refused++
				continue
			}
			if read++; !bytes.HasPrefix(b, d.Bytes) {
				t.Errorf("%s as %s:\n%q\n got %x\nwant %x", p.name, d.Format, cut, d.Bytes, b)
				break
			}
		}
	}
	if refused < 100 || read < 100 {
		t.Errorf("%d refused, %d read", refused, read)
	}
}

func TestALineThatIsLostIsMissed(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for _, p := range printers()[:20] {
		for range 50 {
			b, at := someBytes(random, p.step)
			lines := strings.SplitAfter(p.print(b, at), "\n")
			lost := random.IntN(len(lines))
			d, err := Read(strings.Join(append(append([]string{}, lines[:lost]...), lines[lost+1:]...), ""), Options{})
			if err == nil && !bytes.HasPrefix(b, d.Bytes) && !bytes.HasSuffix(b, d.Bytes) {
				t.Errorf("%s without line %d:\n%s got %x\nwant %x", p.name, lost, strings.Join(lines, ""), d.Bytes, b)
			}
		}
	}
}

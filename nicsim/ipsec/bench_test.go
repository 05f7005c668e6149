package ipsec

import (
	"crypto/aes"
	"crypto/cipher"
	"strconv"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

const benchSize = 1400

// sealed is an association with a frame for it.
func sealed(b *testing.B, e element) (*pair, []byte, Transmit) {
	link := newPair(b, ndis.X64, addressed([]element{e}, false))
	framed, info := link.frame(b, build("eth/ipv4/udp/data data.length="+strconv.Itoa(benchSize)), false)
	return &link, framed, info
}

var benchGCM = element{spi: 0x1000, encryption: "AES_GCM_128", key: key(20), icv: 16}

// BenchmarkSealESP seals a packet by AES-GCM; "cipher" is what the library's
// AES-GCM itself costs for the same bytes.
func BenchmarkSealESP(b *testing.B) {
	link, framed, _ := sealed(b, benchGCM)
	s := link.from.Card.Bundle(link.out).esp()
	esp := framed[14+20:]
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(esp)))
		for b.Loop() {
			s.sealESP(esp)
		}
	})
	b.Run("cipher", func(b *testing.B) {
		aead := must(cipher.NewGCM(must(aes.NewCipher(key(16)))))
		bytes := make([]byte, len(esp))
		nonce, over := make([]byte, 12), make([]byte, 8)
		b.SetBytes(int64(len(esp)))
		for b.Loop() {
			aead.Seal(bytes[:0], nonce, bytes[:len(esp)-8-8-16], over) // but for header, nonce and ICV
		}
	})
}

func BenchmarkSend(b *testing.B) {
	for _, e := range []element{benchGCM,
		{spi: 0x1000, encryption: "AES_CBC_128", key: key(16), authentication: "SHA_1", authKey: key(20)},
		{spi: 0x1000, encryption: "3_DES_CBC", key: key(24), authentication: "MD5", authKey: key(16)},
		{ah: true, spi: 0x1000, authentication: "SHA_256", authKey: key(32)}} {
		b.Run(e.encryption+e.authentication, func(b *testing.B) {
			link, framed, info := sealed(b, e)
			b.SetBytes(int64(len(framed)))
			for b.Loop() {
				link.from.Recorder = &trace.Recorder{}
				link.from.Send(Frame{trace.NoObject, framed}, info)
			}
		})
	}
}

func BenchmarkReceive(b *testing.B) {
	link, framed, info := sealed(b, benchGCM)
	wire := link.from.Send(Frame{trace.NoObject, framed}, info).Bytes
	b.SetBytes(int64(len(wire)))
	for b.Loop() {
		link.to.Recorder = &trace.Recorder{}
		link.receive(wire)
	}
}

// crowded is a card with many inbound bundles.
func crowded(count int) *bench {
	b := newBench(ndis.X64, everything())
	b.Capabilities.Capacity = count
	for i := range count {
		p := addressed([]element{{spi: uint32(i + 0x1000), encryption: "AES_GCM_128", key: key(20), icv: 16}}, false)
		p.inbound = true
		bytes := p.encode(ndis.X64, addSAEx, 0)
		b.AddSAEx(block{blockAt, bytes}, blockAt)
	}
	return b
}

// BenchmarkLookUp is how long a packet's bundle is looked for.
func BenchmarkLookUp(b *testing.B) {
	for _, count := range []int{1, 10, 100, 1000, 10_000} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			card := crowded(count)
			address := make([]byte, 4)
			spi := uint32(count/2 + 0x1000)
			for b.Loop() {
				if card.lookUp(spi, address, address) == nil {
					b.Fatal("it is not there")
				}
			}
		})
	}
}

// BenchmarkAddList is what each structure of a list costs.
func BenchmarkAddList(b *testing.B) {
	for _, count := range []int{1, 10, 100, 1000, 10_000} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			list := newBench(ndis.X64, everything())
			all := make([]proposal, count)
			for i := range all {
				all[i] = gcm(true, uint32(i+1))
			}
			next := uint64(0)
			for i := len(all) - 1; i >= 0; i-- {
				next = list.put(addSA, all[i].encode(ndis.X64, addSA, next))
			}
			memory := list.memory()
			for b.Loop() {
				on := everything()
				on.Capacity = count
				card := NewCard(&trace.Recorder{}, ndis.X64, on)
				if result := card.AddSA(memory, next); len(result.Handles) != count || result.Status != ndis.StatusSuccess {
					b.Fatalf("%+v", result.Status)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*count), "ns/SA")
		})
	}
}

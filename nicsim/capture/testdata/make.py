# The capture files of this folder, made with scapy 2.5.0 and Wireshark 4.0.17 (editcap, mergecap):
#   python3 make.py
# bigendian.pcapng is put together here by hand, after draft-ietf-opsawg-pcapng, since neither writes such files.
import struct
import subprocess
from scapy.all import Ether, IP, IPv6, TCP, UDP, Raw
from scapy.utils import EDecimal, PcapWriter

A, B = "02:00:00:00:00:01", "02:00:00:00:00:02"
packets = [
    Ether(src=A, dst=B) / IP(src="192.0.2.1", dst="192.0.2.2") / TCP(sport=1000, dport=80, flags="S", seq=1),
    Ether(src=B, dst=A) / IP(src="192.0.2.2", dst="192.0.2.1") / UDP(sport=53, dport=1001) / Raw(b"answer"),
    Ether(src=A, dst=B) / IPv6(src="2001:db8::1", dst="2001:db8::2") / UDP(sport=1, dport=2) / Raw(bytes(range(64))),
]
for i, p in enumerate(packets):
    p.time = p.payload.time = EDecimal("%d.123456789" % (1700000000 + i))


def save(name, ps, **how):
    w = PcapWriter(name, **how)
    for p in ps:
        w.write(p)
    w.close()


def run(*command):
    subprocess.run(command, check=True)


def block(kind, body):
    length = len(body) + 12
    return struct.pack(">II", kind, length) + body + struct.pack(">I", length)


def padded(b):
    return b + bytes(-len(b) % 4)


save("le-micro.pcap", packets)
save("be-micro.pcap", packets, endianness=">")
save("le-nano.pcap", packets, nano=True)
save("be-nano.pcap", packets, nano=True, endianness=">")
save("raw-ip.pcap", [p.payload for p in packets], linktype=101)
save("sll2.pcap", [Raw(bytes(20) + bytes(p.payload)) for p in packets], linktype=276)
run("editcap", "-F", "pcapng", "le-nano.pcap", "nano.pcapng")
run("editcap", "-s", "60", "-F", "pcapng", "le-micro.pcap", "short.pcapng")
run("editcap", "-s", "60", "-F", "pcap", "le-micro.pcap", "short.pcap")
run("mergecap", "-F", "pcapng", "-I", "none", "-w", "two-links.pcapng", "le-micro.pcap", "raw-ip.pcap")

frame = bytes(packets[1])
stamp = 1700000001123456
enhanced = lambda interface: struct.pack(">IIIII", interface, stamp >> 32, stamp & 0xFFFFFFFF, len(frame), len(frame)) + padded(frame)
section = block(0x0A0D0D0A, struct.pack(">IHHq", 0x1A2B3C4D, 1, 0, -1))
with open("bigendian.pcapng", "wb") as f:
    f.write(section)
    f.write(block(1, struct.pack(">HHI", 257, 0, 0)))  # PROFIBUS_DL, whose low byte is that of Ethernet
    f.write(block(1, struct.pack(">HHI", 1, 0, 0)))
    f.write(block(6, enhanced(0)))
    f.write(block(0xBAD, b"else"))
    f.write(block(6, enhanced(1)))
    f.write(section)
    f.write(block(1, struct.pack(">HHI", 1, 0, 0)))
    f.write(block(3, struct.pack(">I", len(frame)) + padded(frame)))
